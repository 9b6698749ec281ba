import { Fragment, Slice, type Node } from 'prosemirror-model'
import { Transform } from 'prosemirror-transform'
import { targetAt } from '../../schema/anchors.ts'
import type { Change } from '../../schema/changes.ts'
import type { TextTarget } from '../../schema/margin.ts'
import { nodeText } from '../../schema/node-text.ts'
import { titleSchema } from '../../schema/nodes.ts'
import { fragment, type Paper, type SectionKey } from '../../schema/paper.ts'
import { proposalsOf } from '../../schema/proposals/compare.ts'
import type { Place, Proposal } from '../../schema/proposals/proposal.ts'
import { sectionText, type SectionText } from '../../schema/section-text.ts'

/** A suggestion before it is sent. */
export interface Suggestion {
  target: TextTarget
  change: Change
}

/** What makes a section of the paper read as a copy of it; `before` is the section as it is now. */
export function suggestionsOf(paper: Paper, key: SectionKey, before: Node, after: Node): Suggestion[] {
  const text = sectionText(fragment(paper, key))
  return proposalsOf(before, after).map((proposal) => suggestionAt(key, text, before, proposal))
}

/** A proposal for a section that reads otherwise now: its words alone say where it belongs. */
export function homelessSuggestion(key: SectionKey, before: Node, proposal: Proposal): Suggestion {
  const text: SectionText = {
    text: nodeText(before).text,
    offsetOf: () => null,
    positions: () => ({ from: '', to: '' }),
  }
  return suggestionAt(key, text, before, proposal)
}

function suggestionAt(
  key: SectionKey,
  text: SectionText,
  before: Node,
  { change, ...place }: Proposal,
): Suggestion {
  const { from, to } = nodeText(before).offsets(place)
  return { target: targetAt(key, text, from, to), change }
}

/** A section in which other words stand in a place; lines become paragraphs, but for a title, which has one. */
export function rewordedAt(doc: Node, { from, to }: Place, words: string): Node {
  const { schema } = doc.type
  const marks = doc.resolve(Math.min(from + 1, to)).marks()
  const said = schema === titleSchema ? words.replace(/\s*\n\s*/g, ' ') : words
  const lines = said.split('\n').map((line) => (line === '' ? [] : [schema.text(line, marks)]))
  const slice =
    lines.length === 1
      ? new Slice(Fragment.from(lines[0] ?? []), 0, 0)
      : new Slice(Fragment.from(lines.map((line) => schema.node('paragraph', null, line))), 1, 1)
  return new Transform(doc).replace(from, to, slice).doc
}

/** The words of a target replaced, for when the text they were said of is not there any more. */
export function replacement(target: TextTarget, words: string): Suggestion {
  const content = words === '' ? [] : [{ type: 'text', text: words.replace(/\n/g, ' ') }]
  return { target, change: { kind: 'inline', slice: { content, openStart: 0, openEnd: 0 } } }
}
