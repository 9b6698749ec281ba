import * as Y from 'yjs'
import { AUTHORED_ROOTS, receiptKey, type AuthoredRoot, type Margin } from '../../schema/margin.ts'
import type { Row } from '../../server/store/store.ts'
import { ordered } from './ordered.ts'

type Fields = Record<string, unknown>

/** What one person has said, and where. */
interface Said {
  author: string
  /** As it was made. */
  fields: Fields
  /** Each wording it was given, and the desk at which that was. */
  wordings: { text: unknown; desk: string }[]
  deleted: boolean
  /** It, or its latest wording, was in a window alone that was killed. */
  unsure: boolean
  /** It was worded by windows of which one may not have known of the other. */
  parted: boolean
}

/** The account of the margin: what everybody said, to be compared with what is there in the end. */
export class Entries {
  private readonly said = new Map<string, Said>()
  /** When what was said came to the disk. */
  private readonly came = new Map<string, { seq: number; at: number }>()

  get size(): number {
    return this.said.size
  }

  /** Somebody has just made an entry. */
  made(margin: Margin, root: AuthoredRoot, id: string, desk: string): void {
    const fields = fieldsOf(margin, root, id) ?? {}
    const wordings = [{ text: fields.text, desk }]
    const author = String(fields.author)
    this.said.set(receiptKey(root, id), {
      author,
      fields,
      wordings,
      deleted: false,
      unsure: false,
      parted: false,
    })
  }

  edited(margin: Margin, root: AuthoredRoot, id: string, desk: string): void {
    const text = fieldsOf(margin, root, id)?.text
    this.said.get(receiptKey(root, id))?.wordings.push({ text, desk })
  }

  deleted(root: AuthoredRoot, id: string): void {
    const said = this.said.get(receiptKey(root, id))
    if (said) said.deleted = true
  }

  /** What waited in a window alone that was killed; the next one at its desk may not know what it had heard. */
  lost(ids: Iterable<string>, desk: string): void {
    for (const said of this.said.values()) said.parted ||= said.wordings.some((each) => each.desk === desk)
    for (const id of ids)
      for (const root of AUTHORED_ROOTS) {
        const said = this.said.get(receiptKey(root, id))
        if (said) said.unsure = true
      }
  }

  /** A row has come to the disk, and the margin says what it says with it. */
  wrote({ seq, at }: Row, margin: Margin): void {
    for (const root of AUTHORED_ROOTS)
      for (const id of margin.getMap(root).keys()) {
        const key = receiptKey(root, id)
        if (!this.came.has(key)) this.came.set(key, { seq, at })
      }
  }

  arrivalOf(root: AuthoredRoot, id: string): { seq: number; at: number } | null {
    return this.came.get(receiptKey(root, id)) ?? null
  }

  /** What is there and was never said so, and what was said and is not there. */
  compare(margin: Margin): string[] {
    const faults: string[] = []
    const found = new Set<string>()
    for (const root of AUTHORED_ROOTS)
      for (const id of margin.getMap(root).keys()) {
        const key = receiptKey(root, id)
        found.add(key)
        const fault = this.faultIn(this.said.get(key), fieldsOf(margin, root, id))
        if (fault !== null) faults.push(`${key} ${fault}`)
      }
    for (const [key, { author, deleted, unsure }] of this.said)
      if (!found.has(key) && !deleted && !unsure) faults.push(`${key} of ${author} is gone`)
    return faults
  }

  private faultIn(said: Said | undefined, fields: Fields | null): string | null {
    if (said === undefined || fields === null) return 'was said by nobody'
    if (said.deleted && !said.unsure) return `of ${said.author} is back`
    const [now, then] = [fields, said.fields].map(({ text: _text, edited: _edited, ...others }) =>
      ordered(others),
    )
    if (now !== then) return `of ${said.author} says ${now} and not ${then}`
    return isOneOf(said, fields.text) ? null : `of ${said.author} reads ${String(fields.text)}`
  }
}

/** Of what was worded at one desk alone, one after the other, the last counts; two desks may not know of each other. */
function isOneOf({ wordings, parted }: Said, text: unknown): boolean {
  const isAlone = new Set(wordings.map(({ desk }) => desk)).size === 1
  const may = isAlone && !parted ? wordings.slice(-1) : wordings
  return may.some((each) => each.text === text)
}

function fieldsOf(margin: Margin, root: AuthoredRoot, id: string): Fields | null {
  const entry = margin.getMap(root).get(id)
  return entry instanceof Y.Map ? (entry.toJSON() as Fields) : null
}
