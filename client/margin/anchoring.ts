import { standsAt, targetAt } from '../../schema/anchors.ts'
import { findPlace } from '../../schema/find-place.ts'
import { QUOTE_MAX, type Anchor, type TextTarget } from '../../schema/margin.ts'
import { fragment, sectionKey, type Paper, type SectionKey } from '../../schema/paper.ts'
import { sectionText, type SectionText } from '../../schema/section-text.ts'
import type { SectionText as EditorText } from '../editor/text-index.ts'

export interface Stretch {
  from: number
  to: number
}

/** What a remark on a stretch of a section's document is about, or on its beginning; null when there is no text in it. */
export function targetOf(paper: Paper, text: EditorText, place: Stretch): TextTarget | null {
  let { from: start, to: end } = text.offsets(place)
  const isBlank = (at: number): boolean => (text.text[at] ?? '').trim() === ''
  while (start < end && isBlank(start)) start++
  end = Math.min(end, start + QUOTE_MAX)
  while (end > start && isBlank(end - 1)) end--
  return start < end ? targetAt(text.key, sectionText(fragment(paper, text.key)), start, end) : null
}

/** Where the texts of threads stand in their sections; each is looked for again only when the text is another. */
export class Whereabouts {
  private readonly sections = new Map<SectionKey, SectionText>()
  private readonly found = new Map<string, { text: string; quote: string; place: Stretch | null }>()

  constructor(private readonly paper: Paper) {}

  /** These sections are other than they were. */
  forget(keys: readonly SectionKey[]): void {
    for (const key of keys) this.sections.delete(key)
  }

  /**
   * Where the text of a thread stands, in offsets of its section's text. Null when that is not sure: it is never shown
   * at other words (rule M43).
   *
   * @param last what the server says of it, or what its author meant
   */
  of(thread: string, last: TextTarget | Anchor): Stretch | null {
    const section = this.section(keyOf(last))
    const { text } = section
    const stands = standsAt(section, last)
    if (stands !== null) return stands
    const known = this.found.get(thread)
    if (known?.text === text && known.quote === last.quote) return known.place
    const place = findPlace(text, last, section.offsetOf(last.from) ?? 0)
    const sure = place?.isSure === true ? { from: place.from, to: place.to } : null
    this.found.set(thread, { text, quote: last.quote, place: sure })
    return sure
  }

  private section(key: SectionKey): SectionText {
    const known = this.sections.get(key) ?? sectionText(fragment(this.paper, key))
    this.sections.set(key, known)
    return known
  }
}

export function keyOf({ item, section }: TextTarget): SectionKey {
  return section === 'body' ? `${item}/body` : sectionKey(item, section)
}
