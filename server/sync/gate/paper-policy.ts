import type { ContentMatch, MarkType, NodeType, Schema } from 'prosemirror-model'
import { NESTED_MAX } from '../../../schema/bounds.ts'
import { sectionSchema, titleSchema } from '../../../schema/nodes.ts'
import { ROOTS, type Root } from '../../../schema/paper.ts'
import { attributeFits, fieldFits, isId } from '../../../schema/values.ts'
import { Container, type Rules } from './place.ts'
import type { Policy } from './policy.ts'
import { KIND, TYPE, refuse, type Struct } from './scan.ts'

const SECTION = /^(?!__proto__\/)[\w.-]{1,64}\/(title|case|recommendation|minutes|body)$/
const TEXT = '#text'
const OVERLAP_HASH = /--[a-zA-Z0-9+/=]{8}$/

/**
 * What may stand where in a paper, derived from the schema. y-prosemirror deletes for everybody what the schema does
 * not know or allow, so nothing of that kind may get in.
 */
class PaperPolicy implements Policy {
  readonly showsAtOnce = true
  private readonly section = rulesOf(sectionSchema)
  private readonly title = rulesOf(titleSchema)

  root(name: string): Container {
    if (name === 'meeting') return new Container('header', null, name, 0)
    if ((ROOTS as readonly string[]).includes(name)) return new Container('entries', null, name, 0)
    if (!SECTION.test(name)) refuse('forbidden', `root ${name}`)
    return new Container('fragment', name.endsWith('/title') ? this.title : this.section, '', 0)
  }

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

  checkValue(struct: Struct, container: Container, key: string | null): void {
    if (struct.kind === KIND.format) {
      const mark = markOf(struct)
      const attributes = container.rules?.marks.get(mark)
      if (!attributes || !markFits(struct.value, attributes))
        refuse('forbidden', `value of mark ${struct.name}`)
      // Each letter would carry all of them, and every peer would count for minutes.
      if (mark !== struct.name && !container.rules?.overlapping.has(mark))
        refuse('forbidden', `another mark ${struct.name}`)
    }
    if (struct.kind !== KIND.value || key === null) return
    const isField = container.kind === 'header' || container.kind === 'entry'
    const fits = isField
      ? fieldFits(container.name as Root, key, struct.value)
      : attributeFits(key, struct.value)
    if (!fits) refuse('forbidden', `value of ${container.name}.${key}`)
  }

  private placeField(struct: Struct, key: string | null): null {
    if (key === null || !isId(key)) refuse('forbidden', `field ${key}`)
    if (struct.kind !== KIND.deleted && struct.kind !== KIND.value) refuse('forbidden', 'a field of no value')
    return null
  }

  private placeEntry(struct: Struct, container: Container, key: string | null): Container | null {
    if (key === null || !isId(key)) refuse('forbidden', `entry ${key}`)
    if (struct.kind === KIND.deleted) return null
    if (struct.kind !== KIND.type || struct.type !== TYPE.map) refuse('forbidden', 'an entry that is no map')
    return new Container('entry', null, container.name, 1, key)
  }

  private placeText(struct: Struct, container: Container, key: string | null): null {
    if (key !== null) refuse('forbidden', 'an attribute of text')
    if (struct.kind === KIND.deleted || struct.kind === KIND.text) return null
    if (struct.kind !== KIND.format) refuse('forbidden', 'an object in text')
    const mark = markOf(struct)
    if (!container.rules?.marks.has(mark)) refuse('forbidden', `mark ${struct.name}`)
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
    if (depth > NESTED_MAX) refuse('forbidden', `nested ${depth} deep`)
    return new Container(name === TEXT ? 'text' : 'element', container.rules, name, depth)
  }
}

/** Of the rooms that hold a meeting's paper. */
export const PAPER: Policy = new PaperPolicy()

function markOf({ name }: Struct): string {
  return name.replace(OVERLAP_HASH, '')
}

/** The end of a mark is null; what is nested in a mark could not even be encoded again when it is deep. */
function markFits(value: unknown, attributes: Set<string>): boolean {
  if (value === null) return true
  if (typeof value !== 'object' || Array.isArray(value)) return false
  return Object.entries(value).every(([name, each]) => attributes.has(name) && attributeFits(name, each))
}

function rulesOf(schema: Schema): Rules {
  const types = Object.values(schema.nodes)
  const nameOf = (type: NodeType) => (type === schema.topNodeType ? '' : type.name)
  const marks = Object.values(schema.marks)
  const attributesOf = ({ spec }: NodeType | MarkType) => new Set(Object.keys(spec.attrs ?? {}))
  return {
    children: new Map(types.map((type) => [nameOf(type), childrenOf(type)])),
    attributes: new Map(types.map((type) => [nameOf(type), attributesOf(type)])),
    marks: new Map(marks.map((type) => [type.name, attributesOf(type)])),
    overlapping: new Set(marks.filter((type) => !type.excludes(type)).map(({ name }) => name)),
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
