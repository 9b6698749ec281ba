import { Node, type Mark, type Schema } from 'prosemirror-model'
import * as Y from 'yjs'
import { sectionSchema, type Block } from '../../schema/nodes.ts'
import { childText } from './element-text.ts'
import type { Piece } from './text-blocks.ts'

/** Pieces as inline content. */
export function inlineOf(pieces: readonly Piece[]): Block[] {
  return pieces.flatMap(({ text, marks, element }) => {
    if (element !== null) return [elementOf(element)]
    return text === '' ? [] : [sectionSchema.text(text, marksOf(marks)).toJSON() as Block]
  })
}

/** A block of the same kind with this content. */
export function blockOf(element: Y.XmlElement, pieces: readonly Piece[]): Block {
  return { ...shellOf(element), content: inlineOf(pieces) }
}

function elementOf(element: Y.XmlElement): Block {
  const text = childText(element)
  return text === '' ? shellOf(element) : { ...shellOf(element), content: [{ type: 'text', text }] }
}

function shellOf(element: Y.XmlElement): Block {
  return { type: element.nodeName, attrs: attributesOf(element) }
}

/** Also of a deleted element, whose attributes are deleted with it. */
function attributesOf(element: Y.XmlElement): Record<string, unknown> {
  const attributes: Record<string, unknown> = {}
  element._map.forEach((item, key) => {
    const [value] = item.content.getContent().slice(-1) as unknown[]
    if (value !== undefined) attributes[key] = value
  })
  return attributes
}

/** y-prosemirror writes a mark that may overlap itself with a hash behind its name. */
function marksOf(marks: Record<string, unknown>): Mark[] {
  return Object.entries(marks).flatMap(([key, attrs]) => {
    const type = sectionSchema.marks[key.replace(/--[a-zA-Z0-9+/=]{8}$/, '')]
    return type === undefined ? [] : [type.create(attrs as Record<string, unknown>)]
  })
}

/** Inline content as nodes of a section's schema; where that has no marks or nodes, as plain text. */
export function nodesOf(content: readonly Block[], schema: Schema): Node[] {
  if (schema === sectionSchema) return content.map((each) => Node.fromJSON(schema, each))
  return content.flatMap(({ text }) => (text === undefined || text === '' ? [] : [schema.text(text)]))
}
