/**
 * Footnotes of Word, LibreOffice and Google Docs are two links that point at each other: a mark in the text and a
 * sign before the note at the end. The note's text goes to the mark; the list at the end goes away.
 */
export function footnotesInPlace(page: Document): void {
  const links = [...page.querySelectorAll('a[href*="#"]')]
  const done = new Set<Element>()
  for (const mark of links) {
    const sign = done.has(mark) ? null : partner(links, mark)
    if (!sign || done.has(sign)) continue
    done.add(mark).add(sign)
    moveNote(mark, sign)
  }
}

/** The later link that this one points at and that points back. */
function partner(links: readonly Element[], mark: Element): Element | null {
  const wanted = target(mark)
  return (
    links
      .slice(links.indexOf(mark) + 1)
      .find((link) => names(link).includes(wanted) && names(mark).includes(target(link))) ?? null
  )
}

function target(link: Element): string {
  const href = link.getAttribute('href') ?? ''
  return href.slice(href.indexOf('#') + 1)
}

function names(link: Element): string[] {
  return [link.id, link.getAttribute('name') ?? ''].filter((name) => name !== '')
}

function moveNote(mark: Element, sign: Element): void {
  const note = sign.closest('[style*="mso-element"], [id^="sdfootnote"], li') ?? sign.closest('p, div')
  if (!note || note.contains(mark)) return
  sign.remove()
  const footnote = mark.ownerDocument.createElement('span')
  footnote.setAttribute('data-footnote', '')
  footnote.textContent = (note.textContent ?? '').replace(/[\s\u00a0]+/g, ' ').trim()
  const raised = mark.closest('sup')
  const holder = raised && raised.textContent === mark.textContent ? raised : mark
  holder.replaceWith(footnote)
  removeWithEmptyParents(note)
}

function removeWithEmptyParents(note: Element): void {
  const parent = note.parentElement
  note.remove()
  if (!parent || parent === note.ownerDocument.body) return
  if (parent.textContent?.trim() === '' && !parent.querySelector('[data-footnote]'))
    removeWithEmptyParents(parent)
}
