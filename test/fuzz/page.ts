import type { Node, Slice } from 'prosemirror-model'
import { EditorState, TextSelection, type Command, type Transaction } from 'prosemirror-state'
import { ySyncPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'
import { History } from '../../client/editor/history.ts'
import { wholeWords } from '../../client/merging/losses.ts'
import { wroteAs } from '../../client/merging/moving-client.ts'
import { endOfChange, writeBack } from '../../client/merging/write-back.ts'
import { Journal } from '../../client/sync/journal.ts'
import type { Local } from '../../client/sync/local.ts'
import { admit } from '../../client/sync/admission.ts'
import { Outbox } from '../../client/sync/outbox.ts'
import { RoomCore } from '../../client/sync/room-core.ts'
import { UserStore } from '../../client/sync/store.ts'
import type { Loaded } from '../../client/sync/local-room.ts'
import type { Platform } from '../../client/sync/platform.ts'
import { fragment, items, type SectionKey } from '../../schema/paper.ts'
import type { Account, Act, Family } from './account.ts'
import type { Browser, Tenant } from './browser.ts'
import { PAPER, roleOf } from './meeting.ts'
import { Remarks } from './remarks.ts'
import type { Scheduler } from './scheduler.ts'
import { read, View } from './view.ts'
import { readWords, sectionsOf, WordIndex, wordsIn } from './words.ts'

/** Mounted sections a page has at most: the others are static. */
const MOUNTED = 4

/** A window with the meeting in it: the room as the client keeps it, the editor's binding, and one person's hands. */
export class Page implements Tenant {
  isDead = false
  loaded: Loaded | null = null
  /** What was copied last. */
  clipboard: Slice | null = null
  readonly core: RoomCore
  readonly remarks: Remarks
  readonly history: History
  readonly words: WordIndex
  private readonly platform: Platform
  private readonly local: Local
  private readonly views = new Map<SectionKey, View>()
  private wasReady = false
  private focus: SectionKey | null = null
  private act: Act | null = null

  constructor(
    readonly name: string,
    readonly browser: Browser,
    readonly schema: number,
    private readonly account: Account,
    scheduler: Scheduler,
  ) {
    scheduler.owner = this
    const platform = (this.platform = browser.platform(this))
    this.local = this.openLocal(platform)
    const listener = {
      admitted: () => this.local.admitted(PAPER),
      edited: () => undefined,
      merged: () => undefined,
      changed: () => undefined,
      onlyReads: () => this.onlyReads,
    }
    this.core = new RoomCore(PAPER, platform, this.local, listener)
    this.remarks = new Remarks(platform, this.local)
    this.words = new WordIndex(this.doc)
    this.history = new History(
      this.doc,
      () => undefined,
      () => undefined,
    )
    this.core.own.watch(this.history.manager)
    platform.onNetwork(() => this.core.connection.restart())
    this.doc.on('afterTransaction', (transaction) => this.noted(transaction))
    void this.core.opened.then((loaded) => (this.loaded = loaded))
    void this.core.connect()
  }

  get doc(): Y.Doc {
    return this.core.doc
  }

  get onlyReads(): boolean {
    return roleOf(this.browser.user) === 'member'
  }

  /** Where its person sits: one page after another is open there. */
  get desk(): string {
    return this.name.split('.')[0] ?? ''
  }

  /** What time it is here. */
  clock(): number {
    return this.platform.now() + this.browser.wrong
  }

  /** Whether there is a paper to write in, as the meeting screen decides it: once there is, it stays. */
  get isReady(): boolean {
    const { loaded, core } = this
    this.wasReady ||= loaded === 'copy' || loaded === 'known' || (loaded !== null && core.connection.synced)
    return this.wasReady && !core.isRefused
  }

  /** Whether the server has everything that is here, of the paper and the margin. */
  get isEverythingThere(): boolean {
    return this.core.isEverythingThere && this.remarks.core.isEverythingThere
  }

  /** Does something as this page's user, and takes account of what it did to the words. */
  do(name: string, family: Family, work: () => void): void {
    const before = this.words.all()
    this.act = this.account.begin(name, family, this.name)
    work()
    const act = this.act
    this.act = null
    this.account.compare(act, before, this.words.all(), (item) => this.identityOf(item))
  }

  /** The section's document as it stands. */
  node(key: SectionKey) {
    return this.views.get(key)?.state.doc ?? read(fragment(this.doc, key), key).node
  }

  /** Runs a command where the caret is in a section. */
  run(key: SectionKey, command: Command): boolean {
    const view = this.mount(key)
    return command(view.state, view.dispatch)
  }

  /** Selects a stretch of a section and runs a command there. */
  at(key: SectionKey, from: number, to: number, command: Command): boolean {
    const view = this.mount(key)
    const { doc, tr } = view.state
    const inside = (pos: number) => doc.resolve(Math.max(0, Math.min(pos, doc.content.size)))
    view.dispatch(tr.setSelection(TextSelection.between(inside(from), inside(to))))
    return command(view.state, view.dispatch)
  }

  /** Changes a section, mounted or not, as the desk does. */
  edit(key: SectionKey, change: (tr: Transaction) => void): void {
    const view = this.views.get(key)
    if (view) {
      const { tr } = view.state
      change(tr)
      return view.dispatch(tr)
    }
    const { fragment: root, node, mapping } = read(fragment(this.doc, key), key)
    const { tr } = EditorState.create({ doc: node })
    change(tr)
    if (!tr.docChanged) return
    const meta = { mapping, isOMark: new Map() }
    this.doc.transact(() => writeBack(root, tr.doc, meta, endOfChange(tr)), ySyncPluginKey)
  }

  /** Several sections as one step, as the desk does it. */
  editTogether(keys: readonly SectionKey[], change: () => void): void {
    this.step(() => {
      change()
      for (const key of keys) {
        const view = this.views.get(key)
        view?.dispatch(view.state.tr)
      }
    })
  }

  /** Header, people and items. */
  step(change: () => void): void {
    this.history.step(this.doc, change)
  }

  unmount(key: SectionKey): void {
    this.views.get(key)?.destroy()
    this.views.delete(key)
  }

  /** A name for an item that stays its own, also where its text would be kept under another id. */
  identityOf(item: string): string | null {
    return items.maybe(this.doc, item)?.printedNumber ?? null
  }

  /** A mounted section whose view reads other than its text; null when there is none. */
  shown(): SectionKey | null {
    for (const [key, view] of this.views)
      if (!onlyTextMarked(view.state.doc).eq(onlyTextMarked(read(view.fragment, key).node))) return key
    return null
  }

  /** The words that this page offers to bring back. */
  offered(): string[] {
    return (this.core.words?.offers ?? []).flatMap(({ losses }) =>
      losses.flatMap((loss) => wordsIn(wholeWords(loss))),
    )
  }

  /** Answers the first offer. */
  answer(back: boolean): void {
    const [offer] = this.core.words?.offers ?? []
    if (!offer) return
    const act = this.act
    if (!back && act)
      for (const { text } of offer.losses) for (const word of wordsIn(text)) this.account.letGo(word, act)
    void this.core.words?.answer(offer.id, back)
  }

  /** Every unique word of a paper. */
  wordsIn(paper: Y.Doc): string[] {
    return sectionsOf(paper).flatMap((key) => [...readWords(paper.getXmlFragment(key)).keys()])
  }

  /** Closes as a window does that is closed: everything is written to the device first. */
  async close(): Promise<void> {
    this.letGo()
    await this.core.destroy()
    await this.remarks.core.destroy()
    await this.local.close()
    this.bury()
  }

  /** Gone in the middle of whatever it did. */
  kill(): void {
    this.bury()
    this.letGo()
    this.core.own.stop()
    this.core.connection.destroy()
    this.core.copy.close()
    this.remarks.kill()
  }

  private bury(): void {
    this.isDead = true
    this.browser.bury(this)
  }

  private letGo(): void {
    for (const key of [...this.views.keys()]) this.unmount(key)
    this.history.destroy()
  }

  private mount(key: SectionKey): View {
    if (this.focus !== key) this.history.cut()
    this.focus = key
    const known = this.views.get(key)
    if (known) return known
    const [oldest] = this.views.keys()
    if (this.views.size >= MOUNTED && oldest !== undefined) this.unmount(oldest)
    const view = new View(key, this.doc, () => `task-${this.browser.user}-${Math.floor(Math.random() * 1e9)}`)
    this.views.set(key, view)
    return view
  }

  private noted(transaction: Y.Transaction): void {
    if (!transaction.local) return
    if (this.act) return this.account.note(this.act, transaction)
    if (transaction.changed.size === 0) return
    const act = this.account.begin('by itself', 'own', this.name)
    this.account.note(act, transaction)
    if (wroteAs(this.doc.clientID, transaction)) this.account.adopt(act, this.words.all())
  }

  /** As `openLocal`, with a store that a dead window does not reach. */
  private openLocal(platform: Platform): Local {
    const { user } = this.browser
    const store = this.mortal(new UserStore(platform.indexedDB, user, platform.now, this.schema))
    const journal = new Journal(store, platform)
    const admitted = () => admit(platform, user)
    const outbox = new Outbox(store, platform, admitted)
    const close = async () => {
      await journal.close()
      await store.close()
    }
    return { user, store, journal, outbox, admitted, close }
  }

  private mortal(store: UserStore): UserStore {
    const never = new Promise<never>(() => undefined)
    return new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        return async (...args: unknown[]) => {
          if (this.isDead) return never
          if (name === 'write' && this.browser.diskIsFull)
            throw new DOMException('full', 'QuotaExceededError')
          const result: unknown = await value.apply(target, args)
          return this.isDead ? never : result
        }
      },
    })
  }
}

/** Marks of anything but text are in the view alone: Yjs has none there. */
function onlyTextMarked(node: Node): Node {
  if (node.isText) return node
  return node.type.create(node.attrs, node.children.map(onlyTextMarked))
}
