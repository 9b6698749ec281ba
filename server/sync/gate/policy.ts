import type { ContentMatch, NodeType, Schema } from 'prosemirror-model'
import { safeHref, sectionSchema, titleSchema } from '../../../schema/nodes.ts'
import { ROOTS } from '../../../schema/paper.ts'
import { KIND, TYPE, refuse, type Struct } from './scan.ts'

/**
 * What may stand where in a paper, derived from the schema. y-prosemirror deletes for everybody what the schema does
 * not know or allow, so nothing of that kind may get in.
 */

/** A place that can hold structs: a root, a map entry, an element or a run of text. */
export interface Container {
  kind: 'header' | 'entries' | 'entry' | 'fragment' | 'element' | 'text'
  rules: Rules | null
  /** Of an element: its node name; the empty name is the top of a section. */
  name: string
  depth: number
}

interface Rules {
  children: Map<string, Set<string>>
  attributes: Map<string, Set<string>>
  marks: Set<string>
}

const DEPTH = 50
const KEY = /^(?!__proto__$)[\w.-]{1,64}$/
const SECTION = /^[\w.-]{1,64}\/(title|case|recommendation|minutes|body)$/
const TEXT = '#text'
const OVERLAP_HASH = /--[a-zA-Z0-9+/=]{8}$/

export class PaperPolicy {
  private readonly section = rulesOf(sectionSchema)
  private readonly title = rulesOf(titleSchema)

  /** The container a root stands for. @throws Refused when a paper has no such root. */
  root(name: string): Container {
    if (name === 'meeting') return { kind: 'header', rules: null, name, depth: 0 }
    if ((ROOTS as readonly string[]).includes(name)) return { kind: 'entries', rules: null, name, depth: 0 }
    if (!SECTION.test(name)) refuse('forbidden', `root ${name}`)
    return {
      kind: 'fragment',
      rules: name.endsWith('/title') ? this.title : this.section,
      name: '',
      depth: 0,
    }
  }

  /**
   * Whether a struct may stand in a container, under a key or in its list. Answers the container that it opens when
   * it is a type. @throws Refused
   */
  place(struct: Struct, container: Container, key: string | null): Container | null {
    switch (container.kind) {
      case 'header':
      case 'entry':
        return this.placeField(struct, key)
      case 'entries':
        return this.placeEntry(struct, container, key)
      case 'text':
        return this.placeText(struct, container, key)
      case 'fragment':
      case 'element':
        return key === null ? this.placeNode(struct, container) : this.placeAttribute(struct, container, key)
    }
  }

  private placeField(struct: Struct, key: string | null): null {
    if (key === null || !KEY.test(key)) refuse('forbidden', `field ${key}`)
    if (struct.kind !== KIND.deleted && struct.kind !== KIND.value) refuse('forbidden', 'a field of no value')
    return null
  }

  private placeEntry(struct: Struct, container: Container, key: string | null): Container | null {
    if (key === null || !KEY.test(key)) refuse('forbidden', `entry ${key}`)
    if (struct.kind === KIND.deleted) return null
    if (struct.kind !== KIND.type || struct.type !== TYPE.map) refuse('forbidden', 'an entry that is no map')
    return { kind: 'entry', rules: null, name: container.name, depth: 1 }
  }

  private placeText(struct: Struct, container: Container, key: string | null): null {
    if (key !== null) refuse('forbidden', 'an attribute of text')
    if (struct.kind === KIND.deleted || struct.kind === KIND.text) return null
    if (struct.kind !== KIND.format) refuse('forbidden', 'an object in text')
    const mark = struct.name.replace(OVERLAP_HASH, '')
    if (!container.rules?.marks.has(mark)) refuse('forbidden', `mark ${struct.name}`)
    checkMark(struct.value)
    return null
  }

  private placeAttribute(struct: Struct, container: Container, key: string): null {
    if (!container.rules?.attributes.get(container.name)?.has(key))
      refuse('forbidden', `attribute ${container.name}.${key}`)
    if (struct.kind !== KIND.deleted && struct.kind !== KIND.value)
      refuse('forbidden', 'an attribute of no value')
    return null
  }

  private placeNode(struct: Struct, container: Container): Container | null {
    if (struct.kind === KIND.deleted) return null
    if (struct.kind !== KIND.type || struct.type === TYPE.map) refuse('forbidden', 'a node that is no node')
    const name = struct.type === TYPE.text ? TEXT : struct.name
    if (!container.rules?.children.get(container.name)?.has(name))
      refuse('forbidden', `${name} in ${container.name || 'a section'}`)
    const depth = container.depth + 1
    if (depth > DEPTH) refuse('forbidden', `nested ${depth} deep`)
    return { kind: name === TEXT ? 'text' : 'element', rules: container.rules, name, depth }
  }
}

function checkMark(value: unknown): void {
  if (value === null) return
  if (typeof value !== 'object') refuse('forbidden', 'a mark of no attributes')
  const href = (value as { href?: unknown }).href
  if (href !== undefined && (typeof href !== 'string' || safeHref(href) === null))
    refuse('forbidden', 'the address of a link')
}

function rulesOf(schema: Schema): Rules {
  const types = Object.values(schema.nodes)
  const nameOf = (type: NodeType) => (type === schema.topNodeType ? '' : type.name)
  return {
    children: new Map(types.map((type) => [nameOf(type), childrenOf(type)])),
    attributes: new Map(types.map((type) => [nameOf(type), new Set(Object.keys(type.spec.attrs ?? {}))])),
    marks: new Set(Object.keys(schema.marks)),
  }
}

/** The names of all nodes that may stand in a node; its expression is one merge-closed `x*` or `x+`. */
function childrenOf(type: NodeType): Set<string> {
  const names = new Set<string>()
  const match: ContentMatch = type.contentMatch
  for (let i = 0; i < match.edgeCount; i++) {
    const child = match.edge(i).type
    names.add(child.isText ? TEXT : child.name)
  }
  return names
}
