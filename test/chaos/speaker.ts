import { targetAt } from '../../schema/anchors.ts'
import {
  addThread,
  deleteEntry,
  editEntry,
  reply,
  respond,
  rule,
  threads,
  ANSWERS,
  RULINGS,
  type AuthoredRoot,
  type Target,
} from '../../schema/margin.ts'
import { fragment, type Paper, type SectionKey } from '../../schema/paper.ts'
import { sectionText } from '../../schema/section-text.ts'
import { Peer, type Way } from './peer.ts'
import type { Said } from './said.ts'

/** What is being said is changed or taken back among the last so many. */
const REACH = 8

/** Somebody who reads a paper and says in its margin what they think. */
export class Speaker extends Peer {
  readonly said: Said[] = []

  constructor(
    room: string,
    name: string,
    way: Way,
    /** Id of the user. */
    private readonly user: string,
    private readonly role: 'secretary' | 'member',
    /** The paper as somebody has it. */
    private readonly paper: Paper,
  ) {
    super(room, name, way)
  }

  /** Says something, or says it otherwise. */
  speak(section: SectionKey, random: () => number): void {
    const kind = random()
    const thread = some(threads(this.doc), random)
    if (kind < 0.2) this.edit(random)
    else if (kind < 0.25) this.takeBack(random)
    else if (kind < 0.5 && thread) this.answer(thread.id)
    else if (kind < 0.7 && thread && this.role === 'secretary') this.rule(thread.id, random)
    else if (kind < 0.6 && this.role === 'member') this.respond(random)
    else this.begin(section, random)
  }

  private begin(section: SectionKey, random: () => number): void {
    const target = this.wordsIn(section, random) ?? { kind: 'meeting' }
    const isSuggestion = target.kind === 'text' && random() < 0.3
    const slice = { content: [{ type: 'text', text: 'andre ord' }], openStart: 0, openEnd: 0 }
    const [kind, change] = isSuggestion
      ? (['suggestion', { kind: 'inline', slice }] as const)
      : (['comment', null] as const)
    this.make('threads', (id, signed) =>
      addThread(this.doc, id, { ...signed, kind, target, mentions: [], change }),
    )
  }

  private answer(thread: string): void {
    this.make('replies', (id, signed) => reply(this.doc, id, { ...signed, thread, mentions: [] }))
  }

  private respond(random: () => number): void {
    const answer = some(ANSWERS, random) ?? 'noComments'
    const asked = { round: 'round-1', organisation: this.user, answer }
    this.make('responses', (id, signed) => respond(this.doc, id, { ...signed, ...asked }))
  }

  private rule(thread: string, random: () => number): void {
    const state = some(RULINGS, random) ?? 'resolved'
    this.make('rulings', (id, { text: _text, ...signed }) =>
      rule(this.doc, id, { ...signed, thread, state, reason: '' }),
    )
  }

  private make(root: AuthoredRoot, add: (id: string, signed: Signed) => void): void {
    const id = `${this.name}-${this.said.length}`
    const text = root === 'rulings' ? '' : `${id}.0`
    const said: Said = {
      root,
      id,
      author: this.user,
      acknowledged: false,
      wordings: [text],
      kept: 0,
      deleted: 'no',
    }
    this.said.push(said)
    this.change(
      () => add(id, { author: this.user, at: Date.now(), text }),
      () => {
        said.acknowledged = true
        said.kept = Math.max(said.kept, 1)
      },
    )
  }

  private edit(random: () => number): void {
    const said = this.latest(random)
    if (said === undefined) return
    const text = `${said.id}.${said.wordings.length}`
    const kept = said.wordings.push(text)
    this.change(
      () => editEntry(this.doc, said.root, said.id, { text }, Date.now()),
      () => (said.kept = Math.max(said.kept, kept)),
    )
  }

  private takeBack(random: () => number): void {
    const said = this.latest(random)
    if (said === undefined) return
    said.deleted = 'here'
    this.change(
      () => deleteEntry(this.doc, said.root, said.id),
      () => (said.deleted = 'acknowledged'),
    )
  }

  /** One of the remarks and replies that were made here last and stand. */
  private latest(random: () => number): Said | undefined {
    const posts = this.said.slice(-REACH)
    return some(
      posts.filter(({ root, deleted }) => (root === 'threads' || root === 'replies') && deleted === 'no'),
      random,
    )
  }

  private wordsIn(key: SectionKey, random: () => number): Target | null {
    const section = sectionText(fragment(this.paper, key))
    const words = [...section.text.matchAll(/\S+/g)]
    const word = some(words, random)
    return word ? targetAt(key, section, word.index, word.index + word[0].length) : null
  }
}

interface Signed {
  author: string
  at: number
  text: string
}

function some<T>(list: readonly T[], random: () => number): T | undefined {
  return list[Math.floor(random() * list.length)]
}
