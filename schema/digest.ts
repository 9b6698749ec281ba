import * as sha256 from 'lib0/hash/sha256'
import { toHexString } from 'lib0/buffer'
import { encodeUtf8 } from 'lib0/string'
import * as Y from 'yjs'
import { sectionSchema } from './nodes.ts'
import {
  annexes,
  attachments,
  fragment,
  header,
  items,
  people,
  sectionKeys,
  type Paper,
  type SectionKey,
} from './paper.ts'

/** Counts up with every change of what is hashed or how: hashes of another form say nothing. */
const FORM = '2'

/**
 * A hash of what a paper says, not of how Yjs holds it (rule P9): two papers that read the same have the same one,
 * however their text was typed, cut up and formatted.
 */
export function digestOf(paper: Paper): string {
  const steps = digestInSteps(paper)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The same a block at a time, for a page that must not stand still. The paper must not change in between. */
export function* digestInSteps(paper: Paper): Generator<void, string, void> {
  let hash = ''
  for (const part of partsOf(paper)) {
    hash = toHexString(sha256.digest(encodeUtf8(hash + part)))
    yield
  }
  return `${FORM}:${hash}`
}

/** Whether a hash is of the form made here, so that a difference means something. */
export function isComparable(digest: string): boolean {
  return digest.startsWith(`${FORM}:`)
}

function* partsOf(paper: Paper): Generator<string> {
  yield canonical(header(paper))
  for (const root of [people, items, attachments, annexes])
    for (const { order, ...entry } of root.list(paper)) yield canonical(entry)
  for (const key of sectionKeys(paper)) {
    yield key
    yield* blocksOf(paper, key)
  }
}

function* blocksOf(paper: Paper, key: SectionKey): Generator<string> {
  const blocks = fragment(paper, key).toArray()
  const [only] = blocks
  // An empty section is drawn as one empty paragraph, whether it holds one or not.
  if (blocks.length === 1 && only instanceof Y.XmlElement && isBlank(only)) return
  for (const block of blocks) if (block instanceof Y.XmlElement) yield canonical(elementOf(block))
}

function isBlank(element: Y.XmlElement): boolean {
  return element.nodeName === 'paragraph' && childrenOf(element).length === 0
}

function elementOf(element: Y.XmlElement): unknown[] {
  const defaults = sectionSchema.nodes[element.nodeName]?.spec.attrs
  return [element.nodeName, said(element.getAttributes(), defaults), childrenOf(element)]
}

/** Runs of text and elements; neighbours that look the same are one run. */
function childrenOf(element: Y.XmlElement): unknown[] {
  const children: unknown[] = []
  let last: { text: string; marks: string } | null = null
  for (const child of element.toArray()) {
    if (child instanceof Y.XmlText)
      for (const run of runsOf(child))
        if (last?.marks === run.marks) last.text += run.text
        else children.push((last = run))
    else if (child instanceof Y.XmlElement) {
      children.push(elementOf(child))
      last = null
    }
  }
  return children
}

function runsOf(text: Y.XmlText): { text: string; marks: string }[] {
  const delta = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]
  return delta
    .filter(({ insert }) => insert !== '')
    .map(({ insert, attributes = {} }) => ({
      text: typeof insert === 'string' ? insert : canonical(insert),
      marks: canonical(Object.entries(attributes).flatMap(markOf).sort()),
    }))
}

/** y-prosemirror writes a mark that may overlap another of its name as `name--hash`. */
function markOf([key, value]: [string, unknown]): string[] {
  if (value === null || value === undefined) return []
  const name = key.replace(/--[a-zA-Z0-9+/=]{8}$/, '')
  const attributes = typeof value === 'object' ? (value as Record<string, unknown>) : {}
  return [canonical([name, said(attributes, sectionSchema.marks[name]?.spec.attrs)])]
}

/** Attributes without those that say what is so anyway. */
function said(
  attributes: Record<string, unknown>,
  defaults: Record<string, { default?: unknown }> = {},
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([name, value]) => value !== undefined && value !== (defaults[name]?.default ?? null),
    ),
  )
}

/** JSON with its keys in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    // Yjs carries these too; a client of our own never writes one.
    if (typeof inner === 'bigint') return `${inner}n`
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
