import { textOf, type Blocks } from '../../schema/nodes.ts'
import { offersName, proposingName, writingName } from './kept-names.ts'
import { meetingOf } from './room-names.ts'
import type { UserStore } from './store.ts'

/**
 * A text that is on this device alone and is not sent by itself: a remark, a reply or a suggestion that was begun, or
 * words that a deletion took and that nobody has answered for.
 */
export interface Begun {
  meeting: string
  text: string
}

interface Writing {
  draft?: { text?: string; wording?: string | null } | null
  replies?: [thread: string, text: string][]
}

interface Proposing {
  base?: Blocks
  copy?: Blocks
  reason?: string
  left?: unknown[]
}

interface Offered {
  losses?: { text?: string }[]
}

/** All of them on a device. */
export async function begunTexts(store: UserStore): Promise<Begun[]> {
  const read = async <T>(name: (of: string) => string, texts: (kept: T) => string[]): Promise<Begun[]> =>
    (await store.keptUnder<T | T[] | null>(name(''))).flatMap(([at, kept]) =>
      [kept ?? []]
        .flat()
        .flatMap((each) => texts(each as T).map((text) => ({ meeting: meetingOf(at), text }))),
    )
  const all = [read(writingName, written), read(proposingName, proposed), read(offersName, offered)]
  return (await Promise.all(all)).flat().filter(({ text }) => text !== '')
}

function written({ draft, replies = [] }: Writing): string[] {
  const { wording, text } = draft ?? {}
  return [lines(wording, text), ...replies.map(([, reply]) => reply.trim())]
}

/** A section that was copied and not written in says nothing that the paper does not. */
function proposed({ base = [], copy = [], reason, left = [] }: Proposing): string[] {
  const isUntouched = JSON.stringify(base) === JSON.stringify(copy) && left.length === 0
  return [lines(isUntouched ? '' : textOf(copy), reason)]
}

function offered({ losses = [] }: Offered): string[] {
  return [lines(...losses.map(({ text }) => text))]
}

function lines(...texts: (string | null | undefined)[]): string {
  return texts.filter((text) => text?.trim()).join('\n')
}
