import '../fuzz/time.ts'
import { joinBackward, joinForward, splitBlock } from 'prosemirror-commands'
import type { Command } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { setType } from '../../client/editing/blocks.ts'
import { toggleList } from '../../client/editing/lists.ts'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import { items, type SectionKey } from '../../schema/paper.ts'
import { sectionNode, writeSection } from '../../schema/sections.ts'
import { Browser } from '../fuzz/browser.ts'
import { Page } from '../fuzz/page.ts'
import { World } from '../fuzz/world.ts'

const KEY: SectionKey = 'item-aaaa/case'
const BLOCKS = ['Indledning.', 'Der var et møde.', 'Planen blev læst. Den fort', 'Efter det.']
const LETTERS = 'sættes'
/** Longer than any test may take on a busy machine. */
const PATIENCE = 120_000

/** What is done to the paragraph in which another types, with the caret behind or before these words. */
const RESHAPINGS: Record<string, { words: string; end: boolean; command: Command }> = {
  'made a list': { words: 'Planen', end: true, command: toggleList('bullet_list') },
  'joined with the one before': { words: 'Planen', end: false, command: joinBackward },
  'joined from the one before': { words: 'et møde.', end: true, command: joinForward },
  split: { words: 'Planen', end: true, command: splitBlock },
  'made a heading': { words: 'Planen', end: true, command: setType('heading', () => 'opgave') },
}

/** How many letters the other had seen, the server had, and had been typed when each heard of the reshaping. */
interface Keys {
  seen: number
  sent: number
  typed: number
}

const SPEEDS: readonly Keys[] = [0, 1].flatMap((seen) =>
  [0, 1].map((more) => ({ seen, sent: seen + more, typed: seen + more + 2 })),
)

interface Race extends Keys {
  reshaping: string
  /** Who has another tab open; or the two are tabs of one user. */
  tabOf: 'typist' | 'reshaper' | 'both' | null
  /** Whether the tab hears first, and tells. */
  tabFirst: boolean
}

/** One types letter by letter, another reshapes the paragraph meanwhile, and a tab of either hears of both. */
class Desks {
  private readonly world = new World(1, null)
  private readonly typists = this.browser('anna')
  private readonly reshapers = this.browser('bo')
  private readonly pages: Page[] = []
  private typed = 0

  private browser(user: string): Browser {
    return new Browser(user, this.world.scheduler, this.world.network)
  }

  async play({ reshaping, tabOf, tabFirst, seen, sent, typed }: Race): Promise<Page[]> {
    const { scheduler } = this.world
    const typist = await this.open(this.typists, 'typist')
    await scheduler.as(typist, () => typist.do('make the paper', 'write', () => this.fill(typist)))
    const reshaper = await this.open(tabOf === 'both' ? this.typists : this.reshapers, 'reshaper')
    const browser = tabOf === 'typist' ? this.typists : tabOf === 'reshaper' ? this.reshapers : null
    const tab = browser && (await this.open(browser, 'tab'))
    for (const line of this.pages.flatMap((page) => this.lines(page))) scheduler.hold(line)
    await this.type(typist, seen)
    await this.deliver('up', typist)
    await this.deliver('down', reshaper, tab)
    await this.deliver('tab', reshaper)
    await this.reshape(reshaper, reshaping)
    await this.type(typist, sent)
    await this.deliver('up', typist)
    if (tabOf === 'reshaper' && tabFirst) await this.deliver('down', tab)
    if (tabOf === 'reshaper') await this.deliver('tab', tab)
    if (tabOf === 'reshaper' && tabFirst) await this.deliver('up', tab)
    await this.deliver('up', reshaper)
    await this.type(typist, typed)
    await this.deliver('down', tabFirst ? tab : typist)
    await this.deliver('tab', typist)
    scheduler.releaseAll()
    await this.world.rest()
    return this.pages
  }

  end(): void {
    this.world.end()
  }

  private async open(browser: Browser, name: string): Promise<Page> {
    const { scheduler, account } = this.world
    await scheduler.as(null, () => {
      this.pages.push(new Page(name, browser, SCHEMA_VERSION, account, scheduler))
    })
    await this.world.rest()
    const page = this.pages.at(-1)
    if (!page?.isReady) throw new Error(`${name} does not open`)
    return page
  }

  private fill({ doc }: Page): void {
    items.fill(doc, [{ id: 'item-aaaa', fields: {} }])
    const blocks = BLOCKS.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] }))
    writeSection(doc, KEY, blocks)
  }

  private lines(page: Page): string[] {
    return (['up', 'down', 'tab'] as const).flatMap((way) => this.linesOf(way, page))
  }

  private linesOf(way: 'up' | 'down' | 'tab', page: Page): string[] {
    const own = [...this.world.network.wires].filter((wire) => wire.page === page)
    return way === 'tab' ? [`tab ${page.name}`] : own.map((wire) => wire[way])
  }

  private async deliver(way: 'up' | 'down' | 'tab', ...pages: (Page | null)[]): Promise<void> {
    for (const page of pages) if (page) await this.world.scheduler.letGo(this.linesOf(way, page))
  }

  private async type(page: Page, upTo: number): Promise<void> {
    for (; this.typed < upTo; this.typed++) {
      const at = placeOf(page, `Den fort${LETTERS.slice(0, this.typed)}`, true)
      const letter = LETTERS[this.typed] ?? ''
      await this.world.scheduler.as(page, () => page.edit(KEY, (tr) => tr.insertText(letter, at)))
    }
  }

  private async reshape(page: Page, name: string): Promise<void> {
    const { words, end, command } = RESHAPINGS[name] ?? { words: '', end: false, command: () => false }
    const at = placeOf(page, words, end)
    await this.world.scheduler.as(page, () => page.at(KEY, at, at, command))
  }
}

function placeOf(page: Page, words: string, end: boolean): number {
  let place = -1
  page.node(KEY).descendants((node, pos) => {
    const at = node.text?.indexOf(words) ?? -1
    if (at >= 0) place = pos + at + (end ? words.length : 0)
  })
  return place
}

function textOf({ doc }: Page): string {
  const node = sectionNode(doc, KEY)
  return node.textBetween(0, node.content.size, '|')
}

async function expectWhole(race: Race): Promise<void> {
  const desks = new Desks()
  try {
    const pages = await desks.play(race)
    const word = ` Den fort${LETTERS.slice(0, race.typed)}`
    for (const page of pages) {
      expect(textOf(page), JSON.stringify(race)).toContain(word)
      expect(textOf(page).split(' Den '), JSON.stringify(race)).toHaveLength(2)
      expect(page.core.words?.offers, JSON.stringify(race)).toEqual([])
    }
  } finally {
    desks.end()
  }
}

test.each(Object.keys(RESHAPINGS))(
  'E34 letters typed in a paragraph that is %s meanwhile stay in their word, whoever has another tab open',
  async (reshaping) => {
    for (const keys of SPEEDS) {
      await expectWhole({ ...keys, reshaping, tabOf: null, tabFirst: false })
      for (const tabOf of ['typist', 'reshaper', 'both'] as const)
        for (const tabFirst of [true, false]) await expectWhole({ ...keys, reshaping, tabOf, tabFirst })
    }
  },
  PATIENCE,
)
