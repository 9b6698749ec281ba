import type { EditorState } from 'prosemirror-state'
import type { SectionKey } from '../../schema/paper.ts'
import { fill } from '../../schema/words/index.ts'
import type { EditingHost } from './host.ts'
import { insertOptions } from './insert-options.ts'
import { findTargets, insertReference } from './references.ts'
import type { Choice, Suggestion } from './suggest.ts'

/** What an open list offers now: things to insert, or items to refer to. */
export function choicesFor(
  host: EditingHost,
  key: SectionKey,
): (state: EditorState, open: Suggestion) => readonly Choice[] {
  return (state, open) => (open.kind === 'insert' ? inserts(host, key, state, open) : references(host, open))
}

function inserts(host: EditingHost, key: SectionKey, state: EditorState, open: Suggestion): Choice[] {
  const query = open.query.toLocaleLowerCase('da')
  const options = insertOptions(host, key, state)
  const starts = options.filter(({ label }) => label.toLocaleLowerCase('da').startsWith(query))
  const holds = options.filter((each) => !starts.includes(each) && holdsWord(each.label, query))
  return query === '' ? options : [...starts, ...holds]
}

function holdsWord(label: string, query: string): boolean {
  return label
    .toLocaleLowerCase('da')
    .split(/\s+/)
    .some((word) => word.startsWith(query))
}

function references(host: EditingHost, open: Suggestion): Choice[] {
  const { reference } = host.words().editing
  return findTargets(host.paper, open.query).map(({ id, number, title }) => ({
    id,
    label: title || reference.untitled,
    hint: String(number),
    key: null,
    command: insertReference(id, fill(reference.item, { n: number })),
  }))
}
