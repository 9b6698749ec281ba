import type { Node } from 'prosemirror-model'
import { Transform } from 'prosemirror-transform'
import type { Change } from '../changes.ts'
import { nodeText, type NodeText } from '../node-text.ts'
import { applyProposal } from './apply.ts'
import { placeAfter, QUOTED } from './lines.ts'
import type { Place, Proposal } from './proposal.ts'

/** Proposals on trial: each is tried at once on what those before it have left, and kept when it can be applied there. */
export class Trial {
  readonly proposals: Proposal[] = []
  readonly tr: Transform
  private readonly text: NodeText

  constructor(readonly before: Node) {
    this.tr = new Transform(before)
    this.text = nodeText(before)
  }

  /** Answers whether it could be applied. Its place is as exact as its target can say it. */
  propose(place: Place, change: Change): boolean {
    const { text, range, offsets } = this.text
    const { from, to } = shortened(offsets(place), change)
    const proposal = { ...range(from, to), change }
    const outcome = applyProposal(
      this.tr.doc,
      placeAfter(this.tr.mapping, proposal),
      text.slice(from, to),
      change,
    )
    if (outcome.kind !== 'applied') return false
    outcome.tr.steps.forEach((step) => this.tr.step(step))
    this.proposals.push(proposal)
    return true
  }
}

/** What a block is to become can be said of its beginning. */
function shortened({ from, to }: Place, { kind }: Change): Place {
  const isOfAll = kind === 'inline' || kind === 'replaceBlock' || kind === 'deleteBlock'
  return { from, to: isOfAll ? to : Math.min(to, from + QUOTED) }
}

/** Whether proposals, one after the other, make `after` of `before`. */
export function makes(before: Node, proposals: readonly Proposal[], after: Node): boolean {
  const trial = new Trial(before)
  return proposals.every((proposal) => trial.propose(proposal, proposal.change)) && trial.tr.doc.eq(after)
}
