import type { Locator, Page } from '@playwright/test'
import type { SectionKey } from '../../schema/paper.ts'
import type { Lab } from './page/main.ts'

declare global {
  interface Window {
    lab: Lab
  }
}

/** Where the caret or selection is: `[key, pos]`, `[key, anchor, head]`, or both ends of a wide selection. */
export type Where = (string | number)[] | null

/** Hands and eyes on the test page. */
export class Driver {
  constructor(readonly page: Page) {}

  async open(base: string, query = ''): Promise<void> {
    await this.page.goto(base + query)
    await this.page.waitForFunction(() => document.querySelectorAll('.ProseMirror').length > 1)
  }

  section(key: string): Locator {
    return this.page.locator(`[data-text="${key}"]`)
  }

  /** Puts the caret with the program, so that a test begins at a known place. */
  async caret(key: string, at: 'start' | 'end' | { anchor: number; head: number }): Promise<void> {
    await this.page.evaluate(([key, at]) => window.lab.editor.focusSection(key, at), [
      key as SectionKey,
      at,
    ] as const)
  }

  async keys(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  /** Where the editor says that the caret is. */
  where(): Promise<Where> {
    return this.page.evaluate(() => {
      const { focus } = window.lab.editor
      if (focus.kind === 'none') return null
      if (focus.kind === 'wide') return ['wide', focus.from, focus.to]
      const { anchor, head } = focus.state.selection
      return anchor === head ? [focus.key, head] : [focus.key, anchor, head]
    })
  }

  /** The blocks of a section in the Yjs document, as text. */
  text(key: string): Promise<string> {
    return this.page.evaluate((key) => {
      const { doc, sectionNode } = window.lab
      const node = sectionNode(doc, key as SectionKey)
      return node.textBetween(0, node.content.size, '|')
    }, key)
  }

  /** The same text as it stands on the page. */
  shown(key: string): Promise<string> {
    return this.section(key).evaluate((element) =>
      [...element.querySelectorAll('p, h4, h5')].map((block) => block.textContent).join('|'),
    )
  }

  selectedText(): Promise<string> {
    return this.page.evaluate(() => String(getSelection()))
  }

  undoSteps(): Promise<number> {
    return this.page.evaluate(() => window.lab.editor.undoManager.undoStack.length)
  }

  /** Another person inserts text at a character of the first paragraph of a section. */
  async remoteInsert(key: string, at: number, text: string): Promise<void> {
    await this.page.evaluate(
      ([key, at, text]) => {
        const { Y, remote, paper } = window.lab
        remote((theirs) => {
          const block = paper.fragment(theirs, key as SectionKey).get(0)
          const run = block instanceof Y.XmlElement ? block.get(0) : null
          if (run instanceof Y.XmlText) run.insert(at, text)
        })
      },
      [key, at, text] as const,
    )
  }

  /** The middle of a stretch of a section's text in the window, for the mouse. */
  spot(key: string, text: string): Promise<{ x: number; y: number }> {
    return this.section(key).evaluate((element, text) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(text) ?? -1
        if (at < 0) continue
        const range = document.createRange()
        range.setStart(node, at)
        range.setEnd(node, at + text.length)
        const box = range.getBoundingClientRect()
        return { x: box.left + box.width / 2, y: box.top + box.height / 2 }
      }
      throw new Error(`"${text}" does not stand in the section.`)
    }, text)
  }

  /** Draws a selection with the mouse, in steps as a hand does. */
  async draw(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
    await this.page.mouse.move(from.x, from.y)
    await this.page.mouse.down()
    await this.page.mouse.move(to.x, to.y, { steps: 8 })
    await this.page.mouse.up()
  }

  /** Copies, cuts or pastes through real clipboard events. */
  async clipboard(key: 'c' | 'x' | 'v' | 'Shift+v'): Promise<void> {
    await this.page.keyboard.press(`Control+${key}`)
  }

  /** What the clipboard holds. */
  clip(type: 'text/html' | 'text/plain'): Promise<string> {
    return this.page.evaluate(async (type) => {
      const [item] = await navigator.clipboard.read()
      return item ? (await item.getType(type)).text() : ''
    }, type)
  }

  /** The texts of all sections, as in the Yjs document. */
  all(): Promise<Record<string, string>> {
    return this.page.evaluate(() => {
      const { doc, paper, sectionNode } = window.lab
      const read = (key: SectionKey) => sectionNode(doc, key)
      return Object.fromEntries(
        paper.sectionKeys(doc).map((key) => [key, read(key).textBetween(0, read(key).content.size, '|')]),
      )
    })
  }

  /** Every section reads the same on the page as in the Yjs document. */
  async agrees(): Promise<boolean> {
    const all = await this.all()
    for (const [key, text] of Object.entries(all)) if ((await this.shown(key)) !== text) return false
    return true
  }

  /** Somebody else's caret or selection, as their awareness state would bring it. */
  async peer(client: number, name: string, key: string, anchor: number, head: number): Promise<void> {
    await this.page.evaluate(
      ([client, name, key, anchor, head]) => window.lab.peer(client, name, key as SectionKey, anchor, head),
      [client, name, key, anchor, head] as const,
    )
  }
}
