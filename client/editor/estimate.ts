import * as Y from 'yjs'
import { fragment, type Paper, type SectionKey } from '../../schema/paper.ts'

/** The measure of running text: characters on a line, and the height of a line and a gap in pixels. */
export interface Measure {
  characters: number
  line: number
  gap: number
}

const MEASURE: Measure = { characters: 66, line: 27.5, gap: 10 }

/**
 * How high the text of some sections will be, in pixels, without rendering it: for `contain-intrinsic-size`, so that
 * the scroll bar is about right from the start.
 */
export function estimatedHeight(paper: Paper, keys: readonly SectionKey[], measure = MEASURE): number {
  const heights = keys.map((key) => heightOf(fragment(paper, key), measure))
  return Math.round(heights.reduce((sum, height) => sum + height, 0))
}

function heightOf(block: Y.XmlFragment, measure: Measure): number {
  const children = block.toArray()
  const elements = children.filter((child) => child instanceof Y.XmlElement)
  const text = children.reduce((sum, child) => sum + (child instanceof Y.XmlText ? child.length : 0), 0)
  const own =
    elements.length === 0 ? Math.max(1, Math.ceil(text / measure.characters)) * measure.line + measure.gap : 0
  return elements.reduce((sum, child) => sum + heightOf(child, measure), own)
}
