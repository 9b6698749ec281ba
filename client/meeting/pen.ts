import type { SectionKey } from '../../schema/paper.ts'
import type { EditingHost } from '../editing/host.ts'
import type { PaperEditor } from '../editor/paper-editor.svelte.ts'
import type { OpenMargin } from '../margin/open-margin.svelte.ts'
import type { SectionCopy } from '../suggesting/section-copy.svelte.ts'
import type { Modes } from './modes.svelte.ts'

export interface PenParts {
  editor: PaperEditor
  host: EditingHost
  modes: Pick<Modes, 'now'>
  margin(): Pick<OpenMargin, 'copies' | 'copyHost'> | null
  /** Of the closed item one is in. */
  inner(): Pen | null
}

/** What one writes with: the paper's editor, that of a section's copy, or that of a closed item. */
export class Pen {
  constructor(private readonly parts: PenParts) {}

  get editor(): PaperEditor {
    return this.parts.inner()?.editor ?? this.copies?.current?.editor ?? this.parts.editor
  }

  /** Whether that editor takes what one writes. */
  get writes(): boolean {
    const { inner, modes } = this.parts
    return inner()?.writes ?? (modes.now === 'writing' || this.isCopy)
  }

  /** What the controls of that editor ask. */
  get host(): EditingHost {
    const { inner, margin, host } = this.parts
    return inner()?.host ?? (this.isCopy ? (margin()?.copyHost ?? host) : host)
  }

  /** The copy that stands in a section's place while one suggests changes to it. */
  copyOf(key: SectionKey): SectionCopy | null {
    return this.copies?.of(key) ?? null
  }

  private get isCopy(): boolean {
    return this.editor !== this.parts.editor
  }

  /** Null while nothing is suggested. */
  private get copies(): OpenMargin['copies'] | null {
    return this.parts.modes.now === 'proposing' ? (this.parts.margin()?.copies ?? null) : null
  }
}
