import * as Y from 'yjs'

/** The text inside an inline node, also of one that was deleted just now. */
export function childText(element: Y.XmlElement): string {
  let text = ''
  for (let item = element._start; item !== null; item = item.right)
    if (item.content instanceof Y.ContentType && item.content.type instanceof Y.XmlText)
      text += runText(item.content.type)
  return text
}

function runText(run: Y.XmlText): string {
  let text = ''
  for (let item = run._start; item !== null; item = item.right)
    if (item.content instanceof Y.ContentString) text += item.content.str
  return text
}
