import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Node } from 'prosemirror-model'
import { build, preview } from 'vite'
import { prosemirrorToYXmlFragment } from 'y-prosemirror'
import * as Y from 'yjs'
import type { ItemJson, MeetingJson } from '../../../schema/meeting.ts'
import { sectionSchema, type Blocks } from '../../../schema/nodes.ts'
import { openRelay } from './relay.ts'

export interface PlainPage {
  url: string
  /** What the writers connect to. */
  relay: string
  close(): Promise<void>
}

/** Serves the plain editor with a meeting's whole text. */
export async function servePlainPage(meeting: MeetingJson): Promise<PlainPage> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'samreferat-plain-'))
  const root = path.join(import.meta.dirname, 'plain')
  const common = { root, configFile: false, logLevel: 'warn', build: { outDir, emptyOutDir: true } } as const
  await build(common)
  const server = await preview({ ...common, preview: { port: 0, host: '127.0.0.1' } })
  const address = server.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('The page is not served on a port.')
  const relay = await openRelay(documentOf(meeting))
  return {
    url: `http://127.0.0.1:${address.port}/?server=${relay.url}`,
    relay: relay.url,
    close: async () => {
      await relay.close()
      await server.close()
      await rm(outDir, { recursive: true })
    },
  }
}

function documentOf(meeting: MeetingJson): Y.Doc {
  const doc = new Y.Doc()
  const node = Node.fromJSON(sectionSchema, { type: 'doc', content: meeting.items.flatMap(blocksOf) })
  prosemirrorToYXmlFragment(node, doc.getXmlFragment('text'))
  return doc
}

function blocksOf(item: ItemJson): Blocks {
  const heading = { type: 'heading', content: [{ type: 'text', text: item.title }] }
  return [heading, ...item.case, ...item.recommendation, ...item.minutes]
}

/** Where in the plain text the first paragraph of an item's section stands, counted from 0. */
export function placeOf(meeting: MeetingJson, item: number, section: 'case' | 'minutes'): number {
  const before = meeting.items.slice(0, item).flatMap(blocksOf).length + 1
  const { case: first, recommendation } = meeting.items[item] as ItemJson // the caller names one that is there
  return before + (section === 'case' ? 0 : first.length + recommendation.length)
}
