import type { Node } from 'prosemirror-model'
import { Transform } from 'prosemirror-transform'
import { nodeText } from '../../schema/node-text.ts'
import { applyProposal } from '../../schema/proposals/apply.ts'
import { proposalsOf } from '../../schema/proposals/compare.ts'
import { placeAfter } from '../../schema/proposals/lines.ts'
import type { Place, Proposal } from '../../schema/proposals/proposal.ts'

/** A proposal where it stands once all of them are made. */
export interface Carried extends Place {
  proposal: Proposal
  /** What it was made on. */
  quote: string
}

/** Proposals made one after the other, in a section that may have changed since. */
export interface CarriedOver {
  doc: Node
  made: readonly Carried[]
  /** Those that fit it no longer. */
  left: readonly Proposal[]
}

/**
 * A copy of a section, carried over to the section as it is now (rule M55).
 *
 * @param base the section as it was when it was copied
 */
export function carryOver(base: Node, copy: Node, now: Node): CarriedOver {
  const tr = new Transform(base)
  // Their changes one by one, so that own ones between them keep their places.
  make(tr, base, proposalsOf(base, now))
  return make(tr, base, proposalsOf(base, copy))
}

/** What a copy proposes, and where it stands in the copy. */
export function proposedIn(base: Node, copy: Node): CarriedOver {
  return carryOver(base, copy, base)
}

function make(tr: Transform, base: Node, proposals: readonly Proposal[]): CarriedOver {
  const { text, offsets } = nodeText(base)
  const [made, left]: [(Carried & { step: number })[], Proposal[]] = [[], []]
  for (const proposal of proposals) {
    const stretch = offsets(proposal)
    const quote = text.slice(stretch.from, stretch.to)
    const outcome = applyProposal(tr.doc, placeAfter(tr.mapping, proposal), quote, proposal.change)
    if (outcome.kind === 'applied') {
      outcome.tr.steps.forEach((step) => tr.step(step))
      made.push({ proposal, quote, ...outcome.place, step: tr.steps.length })
    } else if (outcome.kind !== 'already') left.push(proposal)
  }
  const placed = made.map(({ step, ...each }) => ({ ...each, ...placeAfter(tr.mapping.slice(step), each) }))
  return { doc: tr.doc, made: placed, left }
}
