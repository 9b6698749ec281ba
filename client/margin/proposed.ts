import type { Node } from 'prosemirror-model'
import { Decoration } from 'prosemirror-view'
import type { SectionKey } from '../../schema/paper.ts'
import { bySection } from '../editor/layer.ts'
import type { Drawing, PaperEditor } from '../editor/paper-editor.svelte.ts'
import { drawAtStatic, wrapStatic } from './static-drawing.ts'

/** Something that is drawn in the text of what somebody proposes. */
export type Piece =
  /** Words of the text: they are to go, or have come. */
  | { kind: 'del' | 'ins'; from: number; to: number }
  /** Words that are not in the text: they are to come, or have gone. */
  | { kind: 'del' | 'ins'; at: number; text: string; isBlock?: boolean }
  /** What is to happen to the block that begins here; stands beside it. */
  | { kind: 'flag'; at: number; text: string }

/** What somebody proposes for a stretch of text. */
export interface TextProposal {
  key: SectionKey
  /** Of its thread, whose element on the page has the id `about-<id>`; null: there is none. */
  id: string | null
  active: boolean
  /** Of the author's organisation, 1 to 7. */
  colour: number | null
  /** Whose it is, in words. */
  says: string
  pieces: readonly Piece[]
}

const FIRM = { inclusiveStart: false, inclusiveEnd: false }

/** Proposals in the text: struck and underlined in their author's colour. */
export class Proposed implements Drawing {
  private bySection = new Map<SectionKey, TextProposal[]>()
  /** What was drawn last in each section, as JSON. */
  private readonly drawn = new Map<SectionKey, string>()

  /** Draws no more. */
  readonly stop: () => void

  constructor(private readonly editor: Pick<PaperEditor, 'redraw' | 'addDrawing'>) {
    this.stop = editor.addDrawing(this)
  }

  /** Replaces all proposals; only the sections in which one is another now are drawn. */
  set(proposals: readonly TextProposal[]): void {
    const before = this.bySection
    this.bySection = bySection(proposals)
    for (const key of new Set([...before.keys(), ...this.bySection.keys()])) this.draw(key)
  }

  decorations(key: SectionKey): Decoration[] {
    return (this.bySection.get(key) ?? []).flatMap((proposal) =>
      proposal.pieces.map((piece, i) => decorationOf(proposal, piece, `${proposal.id ?? ''}/${String(i)}`)),
    )
  }

  dress(key: SectionKey, element: HTMLElement, doc: Node): void {
    for (const proposal of this.bySection.get(key) ?? [])
      for (const piece of proposal.pieces) drawStatic(element, doc, proposal, piece)
  }

  private draw(key: SectionKey): void {
    const now = JSON.stringify(this.bySection.get(key) ?? [])
    if (this.drawn.get(key) !== now && this.editor.redraw(key)) this.drawn.set(key, now)
  }
}

function decorationOf(proposal: TextProposal, piece: Piece, name: string): Decoration {
  if ('from' in piece) {
    const { kind, from, to } = piece
    return Decoration.inline(from, to, { nodeName: kind, ...attributesOf(proposal, kind) }, FIRM)
  }
  // Drawn again only when it looks otherwise.
  const key = JSON.stringify([name, piece.kind, piece.text, proposal.active, proposal.colour, proposal.says])
  const side = piece.kind === 'ins' ? 1 : -1
  return Decoration.widget(piece.at, () => elementOf(proposal, piece), { key, side, ignoreSelection: true })
}

function drawStatic(element: HTMLElement, doc: Node, proposal: TextProposal, piece: Piece): void {
  if (!('from' in piece)) return drawAtStatic(element, doc, piece.at, elementOf(proposal, piece))
  wrapStatic(element, doc, piece, () => made(piece.kind, attributesOf(proposal, piece.kind)))
}

function elementOf(proposal: TextProposal, piece: Exclude<Piece, { from: number }>): HTMLElement {
  const { kind, text } = piece
  const isBlock = kind !== 'flag' && piece.isBlock === true
  const attributes = attributesOf(proposal, isBlock ? `${kind} whole` : kind)
  const element = made(kind === 'flag' ? 'span' : kind, attributes)
  element.contentEditable = 'false'
  element.dataset.drawn = ''
  element.textContent = text
  return element
}

function attributesOf({ id, active, colour, says }: TextProposal, kind: string): Record<string, string> {
  const name = `${kind}${colour === null ? '' : ` o${String(colour)}`}${active ? ' on' : ''}`
  const thread = id === null ? null : { 'data-about': id, 'aria-details': `about-${id}` }
  return { class: name, title: says, ...thread }
}

function made(tag: 'del' | 'ins' | 'span', attributes: Record<string, string>): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return element
}
