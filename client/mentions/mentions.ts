import type { Forum } from '../../schema/api.ts'
import { colourOf } from '../state/people.ts'

/** Somebody who may be mentioned. */
export interface Mentionable {
  user: string
  name: string
  colour: number | null
}

/** An "@" and what is typed after it, up to the caret. */
export interface Asked {
  from: number
  typed: string
}

const LONGEST = 40
const MOST = 6
const ASKED = new RegExp(String.raw`(?<![\p{L}\p{N}@])@([^@\n]{0,${LONGEST}})$`, 'u')

/** Those of a forum who read what stands in the margin. */
export function mentionable(forum: Forum | null): Mentionable[] {
  if (forum === null) return []
  return forum.members
    .filter(({ role }) => role !== 'observer')
    .map((member) => ({ user: member.user, name: member.name, colour: colourOf(forum, member) }))
}

/** What is asked for at the caret; null: nothing. */
export function askedAt(text: string, caret: number): Asked | null {
  const found = ASKED.exec(text.slice(0, caret))
  return found && { from: found.index, typed: found[1] ?? '' }
}

/** Those whose name has a word that begins as typed. */
export function candidates(people: readonly Mentionable[], typed: string): Mentionable[] {
  const wanted = fold(typed)
  const begins = ({ name }: Mentionable): boolean => ` ${fold(name)}`.includes(` ${wanted}`)
  return people.filter(begins).slice(0, MOST)
}

/** What stands right behind a word. */
const CLOSING = /^[.,;:!?)\]…”“’]/

/** A text and where the caret is in it. */
export interface Typed {
  text: string
  caret: number
}

/** The text with a name in the place of what was asked, and a space behind it unless it closes there. */
export function withName(text: string, { from, typed }: Asked, name: string): Typed {
  const after = text.slice(from + 1 + typed.length).replace(/^ /, '')
  const before = `${text.slice(0, from)}@${name}${CLOSING.test(after) ? '' : ' '}`
  return { text: before + after, caret: before.length }
}

/** Without the space that was put behind a name up to `space`, when the next key closes there; null: it does not. */
export function closedUp({ text, caret }: Typed, space: number): Typed | null {
  const isNext = caret === space + 1 && text[space - 1] === ' ' && CLOSING.test(text.slice(space))
  return isNext ? { text: text.slice(0, space - 1) + text.slice(space), caret: space } : null
}

/** A stretch of a text; of a mention, the users who have that name. */
export interface Part {
  text: string
  users: string[]
}

/** A text cut up at the names that are mentioned in it; of two names that begin alike it is the longer. */
export function partsOf(text: string, people: readonly Mentionable[]): Part[] {
  const parts: Part[] = []
  let plain = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const name = nameAt(text, at, people)
    if (name === null) continue
    if (at > plain) parts.push({ text: text.slice(plain, at), users: [] })
    plain = at + 1 + name.length
    const users = people.filter((each) => each.name === name).map(({ user }) => user)
    parts.push({ text: text.slice(at, plain), users })
  }
  if (plain < text.length || parts.length === 0) parts.push({ text: text.slice(plain), users: [] })
  return parts
}

function nameAt(text: string, at: number, people: readonly Mentionable[]): string | null {
  if (/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return null
  const names = people
    .map(({ name }) => name)
    .filter(
      (name) => text.startsWith(name, at + 1) && !/[\p{L}\p{N}]/u.test(text.charAt(at + 1 + name.length)),
    )
  return names.reduce<string | null>((a, b) => (a !== null && a.length >= b.length ? a : b), null)
}

/** The users who are mentioned in a text. */
export function mentionsIn(text: string, people: readonly Mentionable[]): string[] {
  return [...new Set(partsOf(text, people).flatMap(({ users }) => users))]
}

function fold(text: string): string {
  return text.trim().toLocaleLowerCase('da')
}
