import { Plugin, PluginKey, type EditorState } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import { peersOf, type CursorPlace, type Other, type Peer } from './awareness.ts'
import { bindingOf, isFromYjs } from './binding.ts'
import { CursorFlags } from './cursor-flag.ts'
import type { Desk } from './desk.ts'
import { spanOf } from './history-places.ts'
import { endOf, settle, startOf, type Span } from './point.ts'
import { toAbsolute, toRelative } from './relative.ts'
import type { Section } from './section.ts'

const KEY = new PluginKey<DecorationSet>('cursors')

/** Carets and selections of others in the text, and one's own told to them. One listener for the whole paper. */
export class Cursors {
  private readonly flags = new CursorFlags()
  private bySection = new Map<SectionKey, Peer[]>()
  private signatures = new Map<number, string>()
  private readonly stirred = new Set<SectionKey>()
  private peersFrame = 0
  private ownFrame = 0
  private published = ''
  private told = ''

  constructor(
    private readonly desk: Desk,
    private readonly awareness: Awareness,
    private readonly changed: (others: Other[]) => void,
  ) {
    awareness.on('change', this.peersChanged)
    this.route()
  }

  destroy(): void {
    this.awareness.off('change', this.peersChanged)
    if (this.published !== '') this.awareness.setLocalStateField('cursor', null)
    cancelAnimationFrame(this.peersFrame)
    cancelAnimationFrame(this.ownFrame)
    this.flags.destroy()
  }

  /** Draws the others in one section. */
  plugin(section: Section): Plugin {
    return new Plugin<DecorationSet>({
      key: KEY,
      state: {
        init: (_config, state) => this.decorations(section, state),
        apply: (tr, drawn, _before, state) =>
          tr.getMeta(KEY) !== undefined || isFromYjs(tr)
            ? this.decorations(section, state)
            : drawn.map(tr.mapping, tr.doc),
      },
      props: { decorations: (state) => KEY.getState(state) },
    })
  }

  /** Tells the others where one's own caret is, at most once per frame. */
  publish(): void {
    this.ownFrame ||= requestAnimationFrame(() => {
      this.ownFrame = 0
      this.publishNow()
    })
  }

  private publishNow(): void {
    // Who only reads has no caret to tell of.
    if (!this.desk.editable() && this.published === '') return
    const cursor = this.desk.editable() ? this.ownPlace() : null
    const said = JSON.stringify(cursor)
    if (said === this.published) return
    this.published = said
    this.awareness.setLocalStateField('cursor', cursor)
  }

  private ownPlace(): CursorPlace | null {
    const { wide, caret, sections } = this.desk
    const span = wide.span ? this.headPart(wide.span) : caret.current && spanOf(caret.current)
    const section = span && sections.get(span.head.key)
    if (!section) return null
    const anchor = toRelative(section.content, span.anchor.pos)
    const head = toRelative(section.content, span.head.pos)
    return anchor && head
      ? {
          section: section.key,
          anchor: Y.relativePositionToJSON(anchor),
          head: Y.relativePositionToJSON(head),
        }
      : null
  }

  /** What of a wide selection lies in the section of its head. */
  private headPart(span: Span): Span | null {
    const section = this.desk.sections.get(span.head.key)
    const range = this.desk.wide.range()
    if (!section || !range) return null
    const forward = range[1] === span.head
    return {
      anchor: { key: span.head.key, pos: forward ? startOf(section.node) : endOf(section.node) },
      head: span.head,
    }
  }

  private readonly peersChanged = (): void => {
    this.peersFrame ||= requestAnimationFrame(() => {
      this.peersFrame = 0
      this.route()
    })
  }

  /** Sorts the others by section and has those sections drawn in which something changed. */
  private route(): void {
    const peers = peersOf(this.awareness)
    this.bySection = grouped(peers)
    this.compare(peers)
    for (const key of this.stirred) {
      const view = this.desk.sections.get(key)?.view
      view?.dispatch(view.state.tr.setMeta(KEY, true).setMeta('addToHistory', false))
    }
    this.stirred.clear()
    this.tell(peers)
  }

  /** A caret that moves in its section is no news to the page, and would draw its lists anew. */
  private tell(peers: readonly Peer[]): void {
    const others = peers.map(({ client, user, cursor }) => ({
      client,
      user,
      section: cursor?.section ?? null,
    }))
    const now = JSON.stringify(others)
    if (now === this.told) return
    this.told = now
    this.changed(others)
  }

  private compare(peers: readonly Peer[]): void {
    const before = this.signatures
    this.signatures = new Map(
      peers.map(({ client, user, cursor }) => [client, JSON.stringify([cursor, user])]),
    )
    for (const [client, signature] of [...before, ...this.signatures]) {
      if (before.get(client) === this.signatures.get(client)) continue
      const [place] = JSON.parse(signature) as [CursorPlace | null]
      if (place) this.stirred.add(place.section)
      if (this.signatures.has(client)) this.flags.stir(client)
      else this.flags.gone(client)
    }
  }

  private decorations(section: Section, state: EditorState): DecorationSet {
    const peers = this.bySection.get(section.key)
    if (!peers) return DecorationSet.empty
    const content = { fragment: section.fragment, node: state.doc, mapping: bindingOf(state).mapping }
    const drawn = peers.flatMap((peer) => this.drawn(peer, content))
    return DecorationSet.create(state.doc, drawn)
  }

  private drawn(peer: Peer, content: Parameters<typeof toAbsolute>[0]): Decoration[] {
    const head = absolute(content, peer.cursor?.head)
    const anchor = absolute(content, peer.cursor?.anchor)
    if (head === null || anchor === null) return []
    const $head = content.node.resolve(head)
    const atEnd = $head.parent.inlineContent && head === $head.end()
    const caret = Decoration.widget(head, () => this.flags.draw(peer, atEnd), {
      key: `${peer.client} ${atEnd} ${peer.user.colour} ${peer.user.name}`,
      side: 10,
      ignoreSelection: true,
    })
    if (anchor === head) return [caret]
    const tint = { class: `others o${peer.user.colour}` }
    return [caret, Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), tint)]
  }
}

function absolute(content: Parameters<typeof toAbsolute>[0], json: unknown): number | null {
  const pos = toAbsolute(content, Y.createRelativePositionFromJSON(json))
  return pos === null ? null : settle(content.node, pos)
}

function grouped(peers: readonly Peer[]): Map<SectionKey, Peer[]> {
  const groups = new Map<SectionKey, Peer[]>()
  for (const peer of peers)
    if (peer.cursor) groups.set(peer.cursor.section, [...(groups.get(peer.cursor.section) ?? []), peer])
  return groups
}
