import type * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import type { Section } from './section.ts'

/** The sections that are on the page, in the order in which they stand there. */
export class Sections {
  private readonly byKey = new Map<SectionKey, Section>()
  private readonly byElement = new Map<Element, Section>()
  private readonly byFragment = new Map<unknown, Section>()

  add(section: Section): void {
    this.byKey.set(section.key, section)
    this.byElement.set(section.element, section)
    this.byFragment.set(section.fragment, section)
  }

  remove(section: Section): void {
    if (this.byKey.get(section.key) === section) this.byKey.delete(section.key)
    if (this.byFragment.get(section.fragment) === section) this.byFragment.delete(section.fragment)
    this.byElement.delete(section.element)
  }

  get(key: SectionKey): Section | null {
    return this.byKey.get(key) ?? null
  }

  all(): Iterable<Section> {
    return this.byKey.values()
  }

  /** The section an element belongs to by being its own element. */
  withElement(element: Element): Section | null {
    return this.byElement.get(element) ?? null
  }

  withFragment(fragment: unknown): Section | null {
    return this.byFragment.get(fragment) ?? null
  }

  /** The section a DOM node lies in. */
  of(node: Node | null): Section | null {
    const start = node instanceof Element ? node : (node?.parentElement ?? null)
    const element = start?.closest('[data-text]')
    return element ? (this.byElement.get(element) ?? null) : null
  }

  /** The sections whose text a Yjs transaction touched. */
  touchedBy(transaction: Y.Transaction): Section[] {
    const touched: Section[] = []
    for (const type of transaction.changedParentTypes.keys()) {
      const section = this.byFragment.get(type)
      if (section) touched.push(section)
    }
    return touched
  }

  ordered(): Section[] {
    return [...this.byKey.values()].sort((a, b) => inDocumentOrder(a.element, b.element))
  }

  neighbour(section: Section, direction: 1 | -1): Section | null {
    const ordered = this.ordered()
    return ordered[ordered.indexOf(section) + direction] ?? null
  }
}

export function inDocumentOrder(a: Node, b: Node): number {
  if (a === b) return 0
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1
}
