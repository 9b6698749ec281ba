import { FORMAT, type AnnexJson, type ItemJson, type MeetingJson, type PersonJson } from './meeting.ts'
import { textOf, type Blocks } from './nodes.ts'
import {
  annexes,
  attachments,
  attachmentsByItem,
  header,
  items,
  people,
  type Annex,
  type Attachment,
  type Item,
  type Paper,
  type Person,
} from './paper.ts'
import { sectionBlocks } from './sections.ts'
import { OPEN_FIELDS } from './zones.ts'

/**
 * The paper as `meeting.json`. Numbers are the places in the order.
 *
 * @param closed the papers of those closed items that the reader may read, by item
 */
export function toMeetingJson(paper: Paper, closed: ReadonlyMap<string, Paper> = new Map()): MeetingJson {
  const { extra, ...head } = header(paper)
  const files = attachmentsByItem(paper)
  return {
    ...extra,
    format: FORMAT,
    ...head,
    people: people.list(paper).map(personJson),
    items: items.list(paper).map((item, index) => {
      const own = closed.get(item.id)
      return own
        ? itemJson(own, inItsPlace(own, item), index + 1, attachments.list(own))
        : itemJson(paper, item, index + 1, files.get(item.id) ?? [])
    }),
    annexes: annexes.list(paper).map((annex) => annexJson(paper, annex)),
  }
}

/** A title as the blocks of a title section. */
export function titleBlocks(title: string): Blocks {
  const line = title.replace(/\s+/g, ' ').trim()
  return line === '' ? [] : [{ type: 'paragraph', content: [{ type: 'text', text: line }] }]
}

function personJson({ id, order, extra, ...person }: Person): PersonJson {
  return { ...extra, ...person }
}

/** A closed item as it is written in its own paper, with what the open one says of it. */
export function inItsPlace(own: Paper, open: Item): Item {
  const written = items.maybe(own, open.id) ?? open
  return { ...written, ...Object.fromEntries(OPEN_FIELDS.map((field) => [field, open[field]])) }
}

function itemJson(paper: Paper, item: Item, number: number, files: Attachment[]): ItemJson {
  const { order, printedNumber, extra, ...fields } = item
  return {
    ...extra,
    ...fields,
    number: String(number),
    title: textOf(sectionBlocks(paper, `${item.id}/title`)).replace(/\n/g, ' '),
    case: sectionBlocks(paper, `${item.id}/case`),
    recommendation: sectionBlocks(paper, `${item.id}/recommendation`),
    minutes: sectionBlocks(paper, `${item.id}/minutes`),
    attachments: files.map(({ title, file, extra: more }) => ({ ...more, title, file })),
  }
}

function annexJson(paper: Paper, { id, order, extra, ...annex }: Annex): AnnexJson {
  return { ...extra, ...annex, blocks: sectionBlocks(paper, `${id}/body`) }
}
