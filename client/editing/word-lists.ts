interface WordItem {
  level: number
  kind: 'ul' | 'ol'
  alpha: boolean
  start: number
}

interface OpenList {
  list: Element
  level: number
  kind: 'ul' | 'ol'
}

/**
 * Word's lists come as paragraphs that carry their level in a style and their sign in the text. Puts real lists in
 * their place.
 */
export function wordLists(page: Document): void {
  const open: OpenList[] = []
  let last: Element | null = null
  for (const paragraph of [...page.querySelectorAll('[style*="mso-list"]')]) {
    const item = itemOf(paragraph)
    if (!item) continue
    if (last === null || !follows(last, paragraph)) open.length = 0
    place(paragraph, item, open)
    last = open[0]?.list ?? null
  }
}

function itemOf(paragraph: Element): WordItem | null {
  const style = paragraph.getAttribute('style') ?? ''
  const level = /mso-list:\s*\S+\s+level(\d)/i.exec(style)?.[1]
  if (level === undefined || !/^(P|H[1-6]|DIV)$/.test(paragraph.tagName.toUpperCase())) return null
  const sign = takeSign(paragraph)
  const number = /^(\d+)[.)]?$/.exec(sign)
  const letter = /^([a-z])[.)]$/.exec(sign)
  const roman = /^[ivx]+[.)]$/.test(sign) && !/^[ivx][.)]$/.test(sign)
  return {
    level: Number(level),
    kind: number || letter || roman || /^[\d.]+$/.test(sign) ? 'ol' : 'ul',
    alpha: letter !== null && !roman,
    start: number ? Number(number[1]) : 1,
  }
}

/** The number or bullet in front of the text, taken out of it. */
function takeSign(paragraph: Element): string {
  const ignored = [...paragraph.querySelectorAll('[style*="Ignore"], [style*="ignore"]')].find((element) =>
    /mso-list:\s*ignore/i.test(element.getAttribute('style') ?? ''),
  )
  const sign = (ignored?.textContent ?? '').replace(/[\s\u00a0]+/g, '')
  ignored?.remove()
  return sign
}

/** Whether nothing but white space and comments stands between a list and a paragraph. */
function follows(list: Element, paragraph: Element): boolean {
  let node: Node | null = list.nextSibling
  while (node && node !== paragraph) {
    if (node.nodeType === Node.ELEMENT_NODE || (node.nodeType === Node.TEXT_NODE && node.textContent?.trim()))
      return false
    node = node.nextSibling
  }
  return node === paragraph
}

function place(paragraph: Element, item: WordItem, open: OpenList[]): void {
  const page = paragraph.ownerDocument
  while (open.length > 1 && (open.at(-1)?.level ?? 0) > item.level) open.pop()
  const current = open.at(-1)
  if (current && current.level === item.level && current.kind !== item.kind) open.pop()
  const goesIn = open.at(-1)
  const li = page.createElement('li')
  if (!goesIn || goesIn.level < item.level) startList(paragraph, item, open)
  open.at(-1)?.list.append(li)
  const line = page.createElement('p')
  line.append(...paragraph.childNodes)
  li.append(line)
  paragraph.remove()
}

function startList(paragraph: Element, { level, kind, alpha, start }: WordItem, open: OpenList[]): void {
  const list = paragraph.ownerDocument.createElement(kind)
  if (alpha) list.setAttribute('type', 'a')
  if (kind === 'ol' && start !== 1) list.setAttribute('start', String(start))
  const outer = open.at(-1)
  if (outer) (outer.list.lastElementChild ?? outer.list).append(list)
  else paragraph.before(list)
  open.push({ list, level, kind })
}
