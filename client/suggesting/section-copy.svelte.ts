import { untrack } from 'svelte'
import type { Node } from 'prosemirror-model'
import { Awareness } from 'y-protocols/awareness'
import { prosemirrorToYXmlFragment } from 'y-prosemirror'
import * as Y from 'yjs'
import type { Blocks } from '../../schema/nodes.ts'
import { nodeText } from '../../schema/node-text.ts'
import { fragment, type Paper, type SectionKey } from '../../schema/paper.ts'
import { schemaOf, sectionNode } from '../../schema/sections.ts'
import type { Place } from '../editor/caret.ts'
import { PaperEditor, type PaperEditorOptions } from '../editor/paper-editor.svelte.ts'
import { Proposed, type TextProposal } from '../margin/proposed.ts'
import { carryOver, proposedIn, type Carried } from './carry.ts'
import { homelessSuggestion, suggestionsOf, type Suggestion } from './suggestions.ts'
import { writeText } from './write-text.ts'

/** A copy as it is kept on the device. */
export interface KeptCopy {
  key: SectionKey
  base: Blocks
  copy: Blocks
  reason: string
  left: readonly Suggestion[]
}

export interface CopyParts {
  paper: Paper
  controls: Pick<PaperEditorOptions, 'plugins' | 'nodeViews' | 'dress'>
  /** How what is proposed is drawn in the copy. */
  draw(key: SectionKey, doc: Node, made: readonly Carried[]): TextProposal
  /** It is other than it was: it is to be kept. */
  changed(): void
}

/** How long the copy must be still before what it proposes is counted and drawn, in ms. */
const STILL = 150

/** A section that somebody edits beside the paper, to suggest what is different. */
export class SectionCopy {
  readonly editor: PaperEditor
  /** How many suggestions it makes. */
  count = $state(0)
  /** What it proposed for words that are not there any more. */
  left = $state.raw<readonly Suggestion[]>([])
  reason = $state('')
  /** Where the caret is to be when it comes onto the page. */
  wanted: Place | null = null
  private readonly doc = new Y.Doc()
  private readonly awareness = new Awareness(this.doc)
  private readonly proposed: Proposed
  private base: Node
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    readonly key: SectionKey,
    private readonly parts: CopyParts,
    kept: KeptCopy | null = null,
  ) {
    const schema = schemaOf(key)
    const node = (content: Blocks): Node => schema.nodeFromJSON({ type: 'doc', content })
    this.base = kept === null ? sectionNode(parts.paper, key) : node(kept.base)
    const text = kept === null ? this.base : node(kept.copy)
    prosemirrorToYXmlFragment(text, this.text)
    this.left = kept?.left ?? []
    this.reason = kept?.reason ?? ''
    this.editor = untrack(() => this.makeEditor())
    this.proposed = new Proposed(this.editor)
    this.doc.on('afterTransaction', this.follow)
    this.follow()
  }

  get isEmpty(): boolean {
    return this.count === 0 && this.left.length === 0
  }

  /** The section as it is in the paper now comes into the copy. */
  catchUp(): void {
    const now = sectionNode(this.parts.paper, this.key)
    if (now.eq(this.base)) return
    const { doc, left } = carryOver(this.base, this.node, now)
    const homeless = left.map((proposal) => homelessSuggestion(this.key, this.base, proposal))
    this.base = now
    this.left = [...this.left, ...homeless]
    writeText(this.doc, this.text, doc)
    this.look()
    this.parts.changed()
  }

  /** What it suggests, for the paper as it is now. */
  suggestions(): Suggestion[] {
    this.catchUp()
    return [...suggestionsOf(this.parts.paper, this.key, this.base, this.node), ...this.left]
  }

  setReason(reason: string): void {
    this.reason = reason
    this.parts.changed()
  }

  get plainText(): string {
    return nodeText(this.node).text
  }

  toKeep(): KeptCopy {
    const blocks = (node: Node): Blocks => (node.toJSON() as { content?: Blocks }).content ?? []
    return {
      key: this.key,
      base: blocks(this.base),
      copy: blocks(this.node),
      reason: this.reason,
      left: this.left,
    }
  }

  destroy(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.doc.off('afterTransaction', this.follow)
    this.editor.destroy()
    this.awareness.destroy()
    this.doc.destroy()
  }

  private get text(): Y.XmlFragment {
    return fragment(this.doc, this.key)
  }

  private get node(): Node {
    return sectionNode(this.doc, this.key)
  }

  private makeEditor(): PaperEditor {
    return new PaperEditor({
      doc: this.doc,
      awareness: this.awareness,
      editable: true,
      ...this.parts.controls,
    })
  }

  private readonly follow = (transaction?: Y.Transaction): void => {
    if (transaction && transaction.changed.size > 0) this.parts.changed()
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = setTimeout(() => this.look(), STILL)
  }

  /** Counts what it proposes, and draws it. */
  private look(): void {
    const { doc, made } = proposedIn(this.base, this.node)
    this.count = made.length
    this.proposed.set([this.parts.draw(this.key, doc, made)])
  }
}
