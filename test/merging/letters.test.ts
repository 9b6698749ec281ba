import '../fuzz/time.ts'
import { deleteSelection, joinBackward, joinForward, splitBlock } from 'prosemirror-commands'
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

/** What is done, and where: a caret, or the two ends of a selection. */
interface Reshaping {
  at(page: Page): number | [number, number]
  command: Command
}

const before = (words: string) => (page: Page) => placeOf(page, words, false)
const behind = (words: string) => (page: Page) => placeOf(page, words, true)

/** What is done to the paragraph in which another types. */
const RESHAPINGS: Record<string, Reshaping> = {
  'made a list': { at: behind('Planen'), command: toggleList('bullet_list') },
  'joined with the one before': { at: before('Planen'), command: joinBackward },
  'joined from the one before': { at: behind('et møde.'), command: joinForward },
  split: { at: behind('Planen'), command: splitBlock },
  'made a heading': { at: behind('Planen'), command: setType('heading', () => 'opgave') },
}

/** What brings the next paragraph, or the end of it, to the end of the one in which another types. */
const JOINS: Record<string, Reshaping> = {
  'joined from the one after': { at: before('Efter'), command: joinBackward },
  'joined with the one after': { at: endOf('Planen'), command: joinForward },
  'joined with the end of the one after': {
    at: (page) => [endOf('Planen')(page), placeOf(page, 'Efter ', true)],
    command: deleteSelection,
  },
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
  /** Whether Yjs puts the reshaper's first where both write at one place: it goes by client IDs. */
  reshaperFirst: boolean
  /** Whether a third types in the next paragraph, and has heard of nothing. */
  third?: boolean
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

  async play({ reshaping, tabOf, tabFirst, reshaperFirst, third, seen, sent, typed }: Race): Promise<Page[]> {
    const { scheduler } = this.world
    const typist = await this.open(this.typists, 'typist')
    typist.doc.clientID = 2000
    await scheduler.as(typist, () => typist.do('make the paper', 'write', () => this.fill(typist)))
    const reshaper = await this.open(tabOf === 'both' ? this.typists : this.reshapers, 'reshaper')
    reshaper.doc.clientID = reshaperFirst ? 1000 : 3000
    const browser = tabOf === 'typist' ? this.typists : tabOf === 'reshaper' ? this.reshapers : null
    const tab = browser && (await this.open(browser, 'tab'))
    typist.history.manager.clear()
    const other = third ? await this.open(this.browser('carl'), 'third') : null
    for (const line of this.pages.flatMap((page) => this.lines(page))) scheduler.hold(line)
    await this.type(typist, seen)
    await this.deliver('up', typist)
    await this.deliver('down', reshaper, tab)
    await this.deliver('tab', reshaper)
    if (other) await this.insert(other, before('Efter')(other), 'Herefter: ')
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

  async undo(name: string): Promise<void> {
    const page = this.pages.find((each) => each.name === name)
    if (page) await this.world.scheduler.as(page, () => page.do('undo', 'undo', () => page.history.undo()))
    await this.world.rest()
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
      await this.insert(page, at, LETTERS[this.typed] ?? '')
    }
  }

  private insert(page: Page, at: number, text: string): Promise<void> {
    return this.world.scheduler.as(page, () => page.edit(KEY, (tr) => tr.insertText(text, at)))
  }

  private async reshape(page: Page, name: string): Promise<void> {
    const { at, command } = { ...RESHAPINGS, ...JOINS }[name] ?? { at: () => 0, command: () => false }
    const [from, to] = [at(page)].flat()
    await this.world.scheduler.as(page, () => {
      expect(page.at(KEY, from ?? 0, to ?? from ?? 0, command)).toBe(true)
    })
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

/** The end of the paragraph with these words. */
function endOf(words: string): (page: Page) => number {
  return (page) =>
    page
      .node(KEY)
      .resolve(placeOf(page, words, true))
      .end()
}

function textOf({ doc }: Page): string {
  const node = sectionNode(doc, KEY)
  return node.textBetween(0, node.content.size, '|')
}

async function expectWhole(race: Race): Promise<void> {
  const desks = new Desks()
  try {
    expectWord(race, await desks.play(race))
  } finally {
    desks.end()
  }
}

function expectWord(race: Race, pages: Page[]): void {
  const word = ` Den fort${LETTERS.slice(0, race.typed)}`
  for (const page of pages) {
    expect(textOf(page), JSON.stringify(race)).toContain(word)
    expect(textOf(page).split(' Den '), JSON.stringify(race)).toHaveLength(2)
    expect(page.core.words?.offers, JSON.stringify(race)).toEqual([])
  }
}

/** Whoever has another tab open, whoever hears first, and whomever Yjs puts first. */
function races(reshaping: string): Race[] {
  const tabs = (['typist', 'reshaper', 'both'] as const).flatMap((tabOf) =>
    [true, false].map((tabFirst) => ({ tabOf, tabFirst })),
  )
  return SPEEDS.flatMap((keys) =>
    [{ tabOf: null, tabFirst: false }, ...tabs].flatMap((tab) =>
      [true, false].map((reshaperFirst) => ({ ...keys, ...tab, reshaping, reshaperFirst })),
    ),
  )
}

test.each(Object.keys(RESHAPINGS))(
  'E34 letters typed in a paragraph that is %s meanwhile stay in their word, whoever has another tab open',
  async (reshaping) => {
    for (const race of races(reshaping)) await expectWhole(race)
  },
  PATIENCE,
)

test.each(Object.keys(JOINS))(
  'E35 letters typed at the end of a paragraph that is %s meanwhile stay in their word',
  async (reshaping) => {
    for (const race of races(reshaping)) await expectWhole(race)
  },
  PATIENCE,
)

test(
  'E35 nor does it matter that a third types in what is joined',
  async () => {
    for (const race of races('joined from the one after')) {
      const desks = new Desks()
      try {
        const pages = await desks.play({ ...race, third: true })
        expectWord(race, pages)
        for (const page of pages)
          expect(textOf(page).split('Herefter: Efter det.'), JSON.stringify(race)).toHaveLength(2)
      } finally {
        desks.end()
      }
    }
  },
  PATIENCE,
)

test.each([true, false])(
  'E35 who takes the join back has the two paragraphs again, and the word whole (the joiner goes first: %s)',
  async (reshaperFirst) => {
    const race = { reshaping: 'joined from the one after', tabOf: null, tabFirst: false, reshaperFirst }
    const desks = new Desks()
    try {
      for (const keys of SPEEDS.slice(-1)) {
        const pages = await desks.play({ ...race, ...keys })
        await desks.undo('reshaper')
        expectWord({ ...race, ...keys }, pages)
        for (const page of pages) expect(textOf(page)).toMatch(/ Den fortsætt\|Efter det\.$/)
        await desks.undo('typist')
        for (const page of pages) expect(textOf(page)).toMatch(/ Den fort\|Efter det\.$/)
      }
    } finally {
      desks.end()
    }
  },
)
