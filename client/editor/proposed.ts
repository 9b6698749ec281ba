import { Plugin, PluginKey, type EditorState } from 'prosemirror-state'
import type { Node } from 'prosemirror-model'
import { Decoration, DecorationSet } from 'prosemirror-view'
import type { SectionKey } from '../../schema/paper.ts'
import { drawAtStatic, wrapStatic } from './static-drawing.ts'
import type { Section } from './section.ts'
import type { Sections } from './sections.ts'

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

const KEY = new PluginKey<DecorationSet>('proposed')
const FIRM = { inclusiveStart: false, inclusiveEnd: false }

/** Proposals in the text: struck and underlined in their author's colour. Between two settings they move along. */
export class Proposed {
  private bySection = new Map<SectionKey, TextProposal[]>()
  /** What was drawn last in each section, as JSON. */
  private readonly drawn = new Map<SectionKey, string>()

  constructor(
    private readonly sections: Sections,
    /** Draws a section anew that is not mounted. */
    private readonly redraw: (section: Section) => void,
  ) {}

  /** Replaces all proposals; only the sections in which one is another now are drawn. */
  set(proposals: readonly TextProposal[]): void {
    const before = this.bySection
    this.bySection = new Map()
    for (const each of proposals)
      this.bySection.set(each.key, [...(this.bySection.get(each.key) ?? []), each])
    for (const key of new Set([...before.keys(), ...this.bySection.keys()])) this.draw(key)
  }

  plugin(section: Section): Plugin {
    return new Plugin<DecorationSet>({
      key: KEY,
      state: {
        init: (_config, state) => this.decorations(section.key, state),
        apply: (tr, drawn, _before, state) => {
          if (tr.getMeta(KEY) !== undefined) return this.decorations(section.key, state)
          return tr.docChanged ? drawn.map(tr.mapping, tr.doc) : drawn
        },
      },
      props: { decorations: (state) => KEY.getState(state) },
    })
  }

  /** Draws what is proposed into a section's static HTML. */
  dress(key: SectionKey, element: HTMLElement, doc: Node): void {
    for (const proposal of this.bySection.get(key) ?? [])
      for (const piece of proposal.pieces) drawStatic(element, doc, proposal, piece)
  }

  private draw(key: SectionKey): void {
    const section = this.sections.get(key)
    const now = JSON.stringify(this.bySection.get(key) ?? [])
    // It would break off what an input method composes; the next setting draws it.
    if (!section || section.view?.composing || this.drawn.get(key) === now) return
    this.drawn.set(key, now)
    const { view } = section
    if (view) view.dispatch(view.state.tr.setMeta(KEY, true).setMeta('addToHistory', false))
    else this.redraw(section)
  }

  private decorations(key: SectionKey, { doc }: EditorState): DecorationSet {
    const drawn = (this.bySection.get(key) ?? []).flatMap((proposal) =>
      proposal.pieces.map((piece, i) => decorationOf(proposal, piece, `${proposal.id ?? ''}/${String(i)}`)),
    )
    const size = doc.content.size
    return DecorationSet.create(
      doc,
      drawn.filter(({ to }) => to <= size),
    )
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
