import type { Page } from '@playwright/test'

/**
 * What a page break parts that belongs together, at any of these heights of a page, in pixels. The text is laid out in
 * columns, which break as pages do and can be looked at.
 */
export async function partedIn(page: Page, root: string, heights: readonly number[]): Promise<string[]> {
  await page.emulateMedia({ media: 'print' })
  return page.evaluate(
    ([selector, all]) => {
      const box = document.querySelector<HTMLElement>(selector)
      if (box === null) throw new RangeError(selector)
      const { paddingLeft, paddingRight } = getComputedStyle(box)
      const left = parseFloat(paddingLeft)
      const width = Math.round(box.clientWidth - left - parseFloat(paddingRight))
      const columns = { columnWidth: `${width}px`, columnGap: '0', columnFill: 'auto' }
      Object.assign(box.style, { ...columns, boxSizing: 'content-box', width: `${width}px` })

      const columnsOf = (element: Element): number[] => {
        const range = document.createRange()
        range.selectNodeContents(element)
        const from = box.getBoundingClientRect().left + left - 2
        return [...range.getClientRects()]
          .filter((rect) => rect.width > 0 && rect.height > 0)
          .map((rect) => Math.floor((rect.left - from) / width))
      }
      const find = (what: string): Element[] => [...box.querySelectorAll(what)]
      const pairs: [Element, Element | null | undefined][] = [
        ...find('h2').map(
          (title) => [title, title.closest('article, .item')?.querySelector('.text')] as const,
        ),
        ...find('.sec h3').map((name) => [name, name.closest('.sec')?.querySelector('.text, .col')] as const),
        ...find('.sec :is(h4, h5), .outcome, .part, .dec').map(
          (each) => [each, each.nextElementSibling] as const,
        ),
        ...find('p + :is(ol, ul)').map((list) => [list.previousElementSibling ?? list, list] as const),
        ...find('table').map((table) => [...table.querySelectorAll('tr')] as const),
      ].flatMap(([first, next]) => (first === undefined ? [] : [[first, next]]))

      const parted = new Set<string>()
      for (const height of all) {
        box.style.height = `${height}px`
        for (const [first, next] of pairs) {
          const [end, begin] = [columnsOf(first).at(-1), next ? columnsOf(next)[0] : undefined]
          if (end !== undefined && begin !== undefined && end !== begin)
            parted.add(`${height}: ${first.textContent}`)
        }
        for (const whole of find('tr, .task'))
          if (new Set(columnsOf(whole)).size > 1) parted.add(`${height}, cut: ${whole.textContent}`)
      }
      return [...parted]
    },
    [root, [...heights]] as const,
  )
}
