import type * as Y from 'yjs'
import {
  annexes,
  attachmentsByItem,
  header,
  items,
  people,
  ROOTS,
  sectionKeys,
  splitKey,
  type Annex,
  type Attachment,
  type Header,
  type Item,
  type Paper,
  type Person,
  type Root,
  type SectionKey,
} from '../../schema/paper.ts'
import { isEmptySection, titleText } from '../../schema/sections.ts'
import { merged, numbered, toggled, touched } from './paper-changes.ts'

/** The paper as runes: every list is read again only when a transaction touched its root (rule U20). */
export class LivePaper {
  header = $state.raw<Header>({} as Header)
  people = $state.raw<readonly Person[]>([])
  items = $state.raw<readonly Item[]>([])
  attachments = $state.raw<ReadonlyMap<string, readonly Attachment[]>>(merged([], []))
  annexes = $state.raw<readonly Annex[]>([])
  /** Item id → its title. */
  titles = $state.raw<ReadonlyMap<string, string>>(merged([], []))
  /** The sections that hold anything. */
  filled = $state.raw<ReadonlySet<SectionKey>>(toggled([], []))

  readonly numbers = $derived(numbered(this.items))

  /** @param numberOf where the items have their numbers elsewhere: the paper is a closed item's */
  constructor(
    readonly doc: Paper,
    private readonly numberOf?: (item: string) => number,
  ) {
    for (const root of ROOTS) this.readRoot(root)
    this.readTexts(sectionKeys(doc))
    doc.on('afterTransaction', this.follow)
  }

  destroy(): void {
    this.doc.off('afterTransaction', this.follow)
  }

  number(item: string): number {
    return this.numberOf?.(item) ?? this.numbers.get(item) ?? 0
  }

  /** Whether it is an item or annex that stands on the paper. */
  has(owner: string): boolean {
    return this.number(owner) > 0 || this.annexes.some(({ id }) => id === owner)
  }

  private readonly follow = (transaction: Y.Transaction): void => {
    const { roots, texts } = touched(transaction)
    if (roots.length > 0) this.readRoots(roots)
    if (texts.length > 0) this.readTexts(texts)
  }

  private readRoots(roots: readonly Root[]): void {
    const known = [...this.items, ...this.annexes].map(({ id }) => id)
    for (const root of roots) this.readRoot(root)
    // An item that came, or came back, may already have text.
    if (roots.includes('items') || roots.includes('annexes'))
      this.readTexts(sectionKeys(this.doc).filter((key) => !known.includes(splitKey(key).owner)))
  }

  private readRoot(root: Root): void {
    if (root === 'meeting') this.header = header(this.doc)
    else if (root === 'people') this.people = people.list(this.doc)
    else if (root === 'items') this.items = items.list(this.doc)
    else if (root === 'attachments') this.attachments = attachmentsByItem(this.doc)
    else this.annexes = annexes.list(this.doc)
  }

  private readTexts(keys: SectionKey[]): void {
    this.readFilled(keys)
    const titles = keys.map(splitKey).filter(({ section }) => section === 'title')
    const changed = titles
      .map(({ owner }): [string, string] => [owner, titleText(this.doc, owner)])
      .filter(([owner, text]) => this.titles.get(owner) !== text)
    if (changed.length > 0) this.titles = merged(this.titles, changed)
  }

  private readFilled(keys: SectionKey[]): void {
    const changed = keys.filter((key) => this.filled.has(key) === isEmptySection(this.doc, key))
    if (changed.length > 0) this.filled = toggled(this.filled, changed)
  }
}
