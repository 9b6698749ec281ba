import {
  annexes,
  attachments,
  items,
  people,
  setHeader,
  type Annex,
  type Attachment,
  type Header,
  type Item,
  type Paper,
  type Person,
} from '../../schema/paper.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'
import type { LivePaper } from './live-paper.svelte.ts'
import { undoable, type Steps } from './undoable.ts'

/** Where a paper is changed, and who tells of it. */
export interface PaperEditsParts {
  readonly app: { newId(): string }
  readonly paper: LivePaper
  readonly editor: Steps
  readonly words: ScreenWords
  offerUndo(text: string, undo: () => void): void
}

/** What is changed of a paper beside its text: header, items, people, attachments and annexes; each is one undo step. */
export class PaperEdits {
  constructor(private readonly parts: PaperEditsParts) {}

  setHeader(fields: Partial<Header>): void {
    this.parts.editor.transact(() => setHeader(this.doc, fields))
  }

  setItem(id: string, fields: Partial<Item>): void {
    this.parts.editor.transact(() => items.set(this.doc, id, fields))
  }

  setPerson(id: string, fields: Partial<Person>): void {
    this.parts.editor.transact(() => people.set(this.doc, id, fields))
  }

  setAnnex(id: string, fields: Partial<Annex>): void {
    this.parts.editor.transact(() => annexes.set(this.doc, id, fields))
  }

  addPerson(fields: Partial<Person>, after: string | null): string {
    const id = this.parts.app.newId()
    const index = this.parts.paper.people.findIndex((person) => person.id === after) + 1
    this.parts.editor.transact(() => people.add(this.doc, id, fields, after === null ? Infinity : index))
    return id
  }

  /** Gives everybody of an organisation its new name. */
  renameOrganisation(persons: readonly Person[], name: string): void {
    this.parts.editor.transact(() => {
      for (const person of persons) people.set(this.doc, person.id, { organisation: name || null })
    })
  }

  removePerson(person: Person): void {
    const { id } = person
    const index = this.parts.paper.people.findIndex((each) => each.id === id)
    const undo = undoable(
      this.parts.editor,
      () => people.remove(this.doc, id),
      () => people.bringBack(this.doc, person, index),
    )
    this.parts.offerUndo(fill(this.parts.words.meeting.people.removed, { name: person.name }), undo)
  }

  addAttachment(item: string, title: string): void {
    this.parts.editor.transact(() => attachments.add(this.doc, this.parts.app.newId(), { item, title }))
  }

  renameAttachment(file: Attachment, title: string): void {
    if (title === '') this.removeAttachment(file)
    else this.parts.editor.transact(() => attachments.set(this.doc, file.id, { title }))
  }

  /** Moves an attachment among those of its item. */
  moveAttachment(file: Attachment, by: -1 | 1): void {
    const siblings = this.parts.paper.attachments.get(file.item) ?? []
    const other = siblings[siblings.findIndex(({ id }) => id === file.id) + by]
    if (other === undefined) return
    const all = attachments.list(this.doc).filter(({ id }) => id !== file.id)
    const index = all.findIndex(({ id }) => id === other.id) + (by > 0 ? 1 : 0)
    this.parts.editor.transact(() => attachments.move(this.doc, file.id, index))
  }

  removeAttachment(file: Attachment): void {
    const { id } = file
    const number = (this.parts.paper.attachments.get(file.item) ?? []).findIndex((each) => each.id === id) + 1
    const index = attachments.list(this.doc).findIndex((each) => each.id === id)
    const undo = undoable(
      this.parts.editor,
      () => attachments.remove(this.doc, id),
      () => attachments.bringBack(this.doc, file, index),
    )
    this.parts.offerUndo(fill(this.parts.words.meeting.attachments.removed, { n: number }), undo)
  }

  private get doc(): Paper {
    return this.parts.paper.doc
  }
}
