import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { clockOf } from '../../client/meeting/clock-words.ts'
import { da } from '../../schema/words/da/index.ts'
import { en } from '../../schema/words/en/index.ts'
import { MERGED_WORDS } from '../../schema/words/merged.ts'
import { OFFER_WORDS } from '../../schema/words/offers.ts'
import { STORY_WORDS } from '../../schema/words/story.ts'
import { STRIP_WORDS } from '../../schema/words/strip.ts'
import { items, setHeader } from '../../schema/paper.ts'
import { writeSection } from '../../schema/sections.ts'
import { fileName } from '../../client/state/file-name.ts'
import {
  changedBy,
  mergeRows,
  mergeSentence,
  overlapSentence,
  type LookRow,
  type Overlap,
} from '../../client/meeting/merge-rows.ts'
import { offerPieces, offerSentence } from '../../client/meeting/offer-words.ts'
import { stripOf as stripIn } from '../../client/meeting/strip.ts'
import { ageText, bytesText, syncStory } from '../../client/meeting/sync-story.ts'
import { syncSentence } from '../../client/meeting/sync-words.ts'
import { sayWaiting } from '../../client/meeting/waiting-places.ts'
import type { Loss } from '../../client/merging/losses.ts'
import type { Offer } from '../../client/merging/offers.ts'
import { itemsOf } from '../../client/sync/changed-items.ts'
import { entryPlace, placesOf, sectionOf, textPlace } from '../../client/sync/changed-places.ts'
import type { SyncDetails } from '../../client/sync/details.ts'
import type { MergeSummary } from '../../client/sync/merge.ts'
import { OwnSteps } from '../../client/sync/own-steps.ts'
import type { SyncStatus, Why } from '../../client/sync/status.ts'
import { WaitingSteps } from '../../client/sync/waiting.ts'

const words = { ...da, story: STORY_WORDS.da, merged: MERGED_WORDS.da }
const NOW = new Date(2026, 2, 12, 14, 50, 0)

const stripOf = (status: SyncStatus, about: SyncDetails, now: Date, said: typeof words) =>
  stripIn(status, about, now, said, STRIP_WORDS.da.strips)
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000)

const details = (fields: Partial<SyncDetails> = {}): SyncDetails => ({
  device: { kind: 'saved', at: NOW },
  server: { upTo: ago(60), missing: 0 },
  seen: [],
  oldest: null,
  disconnectedSince: null,
  retryAt: null,
  tabs: { others: 0, writer: 'this' },
  storage: { persisted: true, usage: null, quota: null, pagesLeft: null },
  otherMeetings: [],
  asides: [],
  shutRemarks: 0,
  ...fields,
})

const local = (why: Why, waiting = 12, saved = true): SyncStatus => ({
  kind: 'local',
  waiting,
  oldest: null,
  why,
  saved,
})

describe('the way of the text', () => {
  it('U37 is whole when everything is acknowledged', () => {
    const seen = [
      { user: 'a', name: 'Nanna Dyrlund', all: true },
      { user: 'b', name: 'Esben Tvede', all: false },
    ]
    const story = syncStory({ kind: 'server' }, details({ seen }), NOW, words)
    expect(story.heading).toBe('Alt er på serveren')
    expect(story.lead).toBe('Serveren kvitterede kl. 14.49.00.')
    expect(story.rows.map(({ name, state, figure }) => [name, state, figure])).toEqual([
      ['På denne enhed', 'done', ''],
      ['På serveren', 'done', ''],
      ['Set af Nanna', 'open', '1 af 2'],
    ])
  })

  it('U37 stops where it has come to, and old text is a warning', () => {
    const away = details({
      server: { upTo: ago(44 * 60), missing: 12 },
      oldest: ago(43 * 60),
      disconnectedSince: ago(44 * 60),
    })
    const story = syncStory(local('offline'), away, NOW, words)
    expect(story.heading).toBe('12 ændringer er kun her')
    expect(story.lead).toBe('Den ældste er fra kl. 14.07, 43 minutter siden.')
    expect(story.old).toBe(true)
    expect(story.rows[1]).toMatchObject({ how: 'alt til kl. 14.06', figure: '12 mangler', state: 'open' })
    expect(story.rows[2]).toMatchObject({ name: 'Set af andre', how: 'ukendt uden forbindelse' })
  })

  it('U37 where something waits is told: the header, the people, the items by their numbers', () => {
    const say = (header: boolean, people: boolean, items: number[]): string | null =>
      sayWaiting({ header, people, items }, words, words.story)
    expect(say(true, false, [])).toBe('mødets hoved')
    expect(say(true, true, [2, 4])).toBe('mødets hoved, deltagerne, punkt 2 og 4')
    expect(say(false, false, [])).toBeNull()
  })

  it('U37 says when this device does not hold the text', () => {
    const failed = details({ device: { kind: 'failed', full: true, reason: 'QuotaExceededError' } })
    expect(syncStory({ kind: 'unsaved', waiting: 1 }, failed, NOW, words).rows[0]?.state).toBe('risk')
  })

  it.each([
    [400, '1 sekund'],
    [2000, '2 sekunder'],
    [60_000, '1 minut'],
    [43 * 60_000, '43 minutter'],
    [3_600_000, '1 time'],
    [50 * 3_600_000, '2 dage'],
  ])('U37 the age %d ms is %j', (ms, text) => {
    expect(ageText(ms, words)).toBe(text)
  })

  it('U37 room on the device is told in round figures', () => {
    expect([41_000_000, 2_100_000_000, 2_000_000_000, 10].map((bytes) => bytesText(bytes, da))).toEqual([
      '41 MB',
      '2,1 GB',
      '2 GB',
      '1 MB',
    ])
  })
})

describe('in English', () => {
  it('U17 clocks and figures are said as the language does', () => {
    const moment = new Date(2026, 2, 12, 14, 6, 5)
    expect([clockOf(moment, da), clockOf(moment, da, true)]).toEqual(['14.06', '14.06.05'])
    expect([clockOf(moment, en), clockOf(moment, en, true)]).toEqual(['14:06', '14:06:05'])
    expect(bytesText(2_100_000_000, en)).toBe('2.1 GB')
  })
})

describe('the sync text', () => {
  it.each(['offline', 'silent', 'cannotSave', 'signIn', 'tooOld', 'refused', 'unknownRoom'] as const)(
    'O25 %s: text is not called saved before it is on disk',
    (why) => {
      for (const waiting of [0, 1, 12]) {
        expect(syncSentence(local(why, waiting, false), words)).toEqual({ text: 'Gemmer …', tone: 'local' })
        expect(syncSentence(local(why, waiting), words).text).toMatch(/^Gemt /)
      }
    },
  )

  it('O25 the popover says that it is being written', () => {
    const row = syncStory(local('offline'), details({ device: { kind: 'saving' } }), NOW, words).rows[0]
    expect(row).toMatchObject({ how: 'skrives nu', state: 'open' })
  })
})

describe('the strip', () => {
  it('U38 is not there when all is well', () => {
    expect(stripOf({ kind: 'server' }, details(), NOW, words)).toBeNull()
    expect(stripOf({ kind: 'sending', waiting: 3 }, details(), NOW, words)).toBeNull()
  })

  it('U38 says since when there is no connection, and what happens to the text', () => {
    const strip = stripOf(local('offline'), details({ disconnectedSince: ago(44 * 60) }), NOW, words)
    expect(strip?.text).toMatch(/^Ingen forbindelse siden kl\. 14\.06\. Du kan skrive videre\./)
    expect(strip).toMatchObject({ tone: 'warn', actions: ['retry'] })
  })

  it('O35 says the day on which the connection was lost, where that is another', () => {
    const strip = stripOf(local('offline'), details({ disconnectedSince: ago(24 * 60 * 60) }), NOW, words)
    expect(strip?.text).toMatch(/^Ingen forbindelse siden i går kl\. 14\.50\./)
  })

  it('M72 tells what waits in a margin that one may not read any more', () => {
    const strip = stripOf({ kind: 'server' }, details({ shutRemarks: 2 }), NOW, words)
    expect(strip).toMatchObject({ kind: 'shutRemarks', actions: ['fetch', 'drop'] })
    expect(strip?.text).toContain('2, som du skrev, er ikke sendt')
  })

  it('U64 has one line for a narrow window while the server is away, and no other', () => {
    const away = details({ disconnectedSince: ago(44 * 60) })
    const brief = (why: Why) => stripOf(local(why), away, NOW, words)?.brief
    expect(brief('offline')).toBe('Uden net siden kl. 14.06. Skriv bare videre.')
    expect(brief('silent')).toBe('Serveren svarer ikke. Skriv bare videre.')
    expect(brief('signIn')).toBeUndefined()
  })

  it('U38 waits half a minute for a silent server', () => {
    const at = (seconds: number) =>
      stripOf(local('silent'), details({ disconnectedSince: ago(seconds) }), NOW, words)?.kind
    expect([at(29), at(30)]).toEqual([undefined, 'silent'])
  })

  it('U38 counts the seconds to the next attempt', () => {
    const told = (seconds: number) => {
      const retryAt = new Date(NOW.getTime() + 1000 * seconds)
      return stripOf(local('silent'), details({ disconnectedSince: ago(60), retryAt }), NOW, words)?.text
    }
    expect(told(20)).toMatch(/denne enhed\. Prøver igen om 20 sekunder\.$/)
    expect(told(0.4)).toMatch(/Prøver igen om 1 sekund\.$/)
    expect(told(-3)).toMatch(/denne enhed\.$/)
  })

  it('U47 says that the device is nearly full, and offers to make room', () => {
    const storage = { persisted: true, usage: null, quota: null, pagesLeft: 20 }
    const told = (status: SyncStatus) => stripOf(status, details({ storage }), NOW, words)
    expect(told({ kind: 'server' })).toEqual({
      kind: 'low',
      tone: 'warn',
      text: 'Der er plads til omkring 20 sider mere på denne enhed.',
      actions: ['free'],
    })
    expect(told(local('offline'))?.kind).toBe('low')
    expect(told(local('signIn'))?.kind).toBe('signIn')
    expect(told({ kind: 'unsaved', waiting: 2 })?.actions).toEqual(['fetch', 'free'])
  })

  it('U38 says at once when the server cannot save, and where the text is meanwhile', () => {
    const told = (waiting: number) => stripOf(local('cannotSave', waiting), details(), NOW, words)
    expect(told(2)?.text).toMatch(
      /^Serveren kan ikke gemme lige nu\. Du kan skrive videre\. .* på denne enhed/,
    )
    expect([told(2)?.tone, told(2)?.actions, told(0)?.actions]).toEqual(['warn', ['fetch'], []])
    const row = syncStory(local('cannotSave', 2), details(), NOW, words).rows[1]
    expect(row).toMatchObject({ how: 'kan ikke gemme lige nu', state: 'open' })
  })

  it('U38 is red only when text is at risk or access is gone', () => {
    const tone = (status: SyncStatus) => stripOf(status, details(), NOW, words)?.tone
    const whys: Why[] = ['offline', 'signIn', 'forbidden', 'tooOld', 'refused', 'unknownRoom']
    expect(whys.map((why) => tone(local(why)))).toEqual(['warn', 'warn', 'bad', 'plain', 'warn', 'warn'])
    expect(tone({ kind: 'unsaved', waiting: 3 })).toBe('bad')
  })

  it('U38 the gravest comes first', () => {
    const aside = { id: 'x', at: NOW, reason: 'tooLarge' } as const
    const refused = details({ asides: [aside] })
    const kind = (status: SyncStatus) => stripOf(status, refused, NOW, words)?.kind
    expect(kind({ kind: 'unsaved', waiting: 1 })).toBe('unsaved')
    expect(kind(local('forbidden'))).toBe('forbidden')
    expect(kind(local('removed'))).toBe('removed')
    expect(kind(local('signIn'))).toBe('signIn')
    expect(kind(local('offline'))).toBe('kept')
    expect(kind({ kind: 'server' })).toBe('kept')
  })

  it('O26 says of a copy that differed whose text is shown now, and where the other is', () => {
    expect(stripOf(local('diverged', 0), details(), NOW, words)).toMatchObject({
      kind: 'diverged',
      tone: 'warn',
      actions: ['reopen', 'fetch'],
    })
    const [copy, refused] = (['diverged', 'tooLarge'] as const).map((reason) => ({
      id: reason,
      at: NOW,
      reason,
    }))
    const told = (asides: SyncDetails['asides']) =>
      stripOf({ kind: 'server' }, details({ asides }), NOW, words)?.text
    expect(told(copy ? [copy] : [])).toMatch(/ikke det samme som på serveren.*gemt på denne enhed/)
    expect(told(copy && refused ? [copy, refused] : [])).toBe(
      'En tekst, som serveren ikke kunne tage imod, ligger på denne enhed.',
    )
  })
})

describe('after a refusal', () => {
  it('O24 the meeting can be opened again, and what is kept apart is shown until it is deleted', () => {
    const asides = [{ id: 'x', at: NOW, reason: 'tooLarge' } as const]
    expect(stripOf(local('refused', 0), details(), NOW, words)?.actions).toEqual(['reopen', 'fetch'])
    expect(stripOf({ kind: 'server' }, details({ asides }), NOW, words)).toEqual({
      kind: 'kept',
      tone: 'warn',
      text: 'En tekst, som serveren ikke kunne tage imod, ligger på denne enhed.',
      actions: ['kept'],
    })
  })
})

describe('after a merge', () => {
  const merge = (fields: Partial<MergeSummary>): MergeSummary => ({
    since: NOW,
    at: NOW,
    sent: 0,
    received: 0,
    same: [],
    deletedHere: [],
    deletedThere: [],
    movedHere: [],
    movedThere: [],
    names: {},
    sectionsHere: [],
    sectionsThere: [],
    sectionsBoth: [],
    entriesThere: [],
    headerThere: false,
    ...fields,
  })

  it.each([
    [{ sent: 12, received: 9 }, '12 ændringer sendt, 9 steder ændret af andre'],
    [{ sent: 1, received: 0 }, '1 ændring sendt'],
    [{ sent: 0, received: 1 }, '1 sted ændret af andre'],
    [{}, null],
  ])('U39 %j is told as %j', (fields, text) => {
    expect(mergeSentence(merge(fields), words)).toBe(text)
  })

  const text = { text: 'Træningsplanen', wholeItem: false }

  it('U39 is told item by item, the places worth a look first', () => {
    const number = (item: string): number => ({ i: 1, j: 2 })[item] ?? 0
    const here = { ...text, section: 'j/case' } as const
    const rows = mergeRows(
      merge({
        same: [here],
        deletedThere: [{ ...text, section: 'gone/case' }],
        sectionsThere: ['i/minutes', 'j/minutes'],
        sectionsBoth: ['j/case'],
      }),
      number,
    )
    expect(rows.look.map(({ owner, look }) => [owner, look.map(({ why }) => why)])).toEqual([
      ['j', ['same']],
      ['gone', ['deletedThere']],
    ])
    expect(rows.look[0]).toMatchObject({ theirs: ['j/minutes'], both: ['j/case'] })
    expect(rows.plain).toMatchObject([{ owner: 'i', theirs: ['i/minutes'] }])
    expect(rows.head).toBe(false)
  })

  it('U39 names who wrote there when they are known, and nobody as who deleted', () => {
    const summary = merge({ names: { 'i/case': ['Rasmus Hvidtfeldt'] } })
    const say = (why: Overlap): string => overlapSentence({ ...text, section: 'i/case', why }, summary, words)
    expect(say('same')).toBe('Du og Rasmus Hvidtfeldt skrev begge her. Begge dele står der nu.')
    expect(say('deletedThere')).toBe('En kollega slettede afsnittet, mens du skrev i det. Der stod:')
    const item: LookRow = { text: 'x', section: 'i/case', wholeItem: true, why: 'deletedHere' }
    expect(overlapSentence(item, summary, words)).toBe(
      'Du slettede punktet, mens Rasmus Hvidtfeldt skrev i det. Der stod:',
    )
    expect(changedBy('i/case', summary, words)).toBe('Ændret af Rasmus Hvidtfeldt')
    expect(changedBy('i/minutes', summary, words)).toBe('Ændret af andre')
  })
})

describe('words on offer', () => {
  const loss: Loss = {
    section: 'i/case',
    text: 'nyt ',
    content: [],
    blocks: null,
    stranded: [],
    before: 'Andet afsnit.Noget ',
    after: 'står her.Tredje',
    ownBefore: 6,
    ownAfter: 9,
    previous: [],
    next: [],
  }
  const offer: Offer = {
    id: 'o',
    side: 'mine',
    section: 'i/case',
    by: null,
    at: 0,
    losses: [loss],
    takenBy: 'deletion',
    since: [],
    removed: null,
  }

  it('U46 say who wrote and who deleted, by name when it is known', () => {
    const say = (fields: Partial<Offer>): string => offerSentence({ ...offer, ...fields }, OFFER_WORDS.da)
    expect(say({})).toBe('Du skrev dette i et afsnit, som en kollega slettede imens.')
    expect(say({ by: 'Rie' })).toBe('Du skrev dette i et afsnit, som Rie slettede imens.')
    expect(say({ side: 'theirs', by: 'Rie' })).toBe('Rie skrev dette i et afsnit, som du slettede imens.')
    expect(say({ removed: { id: 'i', fields: {} } })).toBe(
      'Du skrev dette i et punkt, som en kollega slettede imens.',
    )
  })

  it('U46 are shown in what stood around them in their own paragraph', () => {
    expect(offerPieces(offer)).toEqual([{ before: 'Noget ', text: 'nyt ', after: 'står her.' }])
  })
})

describe('waiting changes', () => {
  it('U40 are counted per item: text, fields and place, each step once', () => {
    const doc = new Y.Doc()
    for (const id of ['a', 'b']) items.add(doc, id, {})
    const undo = new Y.UndoManager(doc, { trackedOrigins: new Set(['own']) })
    const waiting = new WaitingSteps()
    const own = new OwnSteps('tab', waiting, () => 1)
    own.watch(undo)
    doc.on('update', (_update, _origin, _doc, { changedParentTypes }: Y.Transaction) =>
      own.changed(itemsOf(changedParentTypes)),
    )
    const step = (change: () => void) => {
      undo.stopCapturing()
      doc.transact(change, 'own')
    }
    step(() => writeSection(doc, 'a/case', [{ type: 'paragraph', content: [{ type: 'text', text: 'x' }] }]))
    step(() => items.set(doc, 'a', { duration: 5 }))
    step(() => items.move(doc, 'b', 0))
    const counts = [
      ['a', 2],
      ['b', 1],
    ]
    expect([...waiting.about]).toEqual(counts)
    const reloaded = new WaitingSteps()
    reloaded.restore(waiting.count, 1, waiting.about)
    expect([reloaded.count, [...reloaded.about]]).toEqual([3, counts])
    undo.undo()
    expect([...waiting.about]).toEqual([['a', 2]])
    waiting.sentAs(1)
    waiting.settled(1)
    expect(waiting.about.size).toBe(0)
  })
})

describe('places that wait', () => {
  const textOf = (text: string) => [{ type: 'text', text }]
  const [BLOCKS, LIST] = [
    ['Et', 'To'].map((text) => ({ type: 'paragraph', content: textOf(text) })),
    {
      type: 'bullet_list',
      content: ['a', 'b'].map((text) => ({
        type: 'list_item',
        content: [{ type: 'paragraph', content: textOf(text) }],
      })),
    },
  ]

  /** A paper with two paragraphs and a list, and the places that a change of it touches. */
  function paper() {
    const doc = new Y.Doc()
    items.add(doc, 'a', {})
    writeSection(doc, 'a/case', [...BLOCKS, LIST])
    const [first, second, list] = doc.getXmlFragment('a/case').toArray() as Y.XmlElement[]
    if (!first || !second || !list) throw new RangeError('The text is not there')
    const touched = (change: () => void): string[] => {
      let places: string[] = []
      doc.once('update', (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, made: Y.Transaction) => {
        places = placesOf(made)
      })
      doc.transact(change)
      return places
    }
    return { doc, first, second, list, touched }
  }
  const wordsOf = (block: Y.XmlElement) => block.get(0) as Y.XmlText

  it('U73 are the blocks in which words come or go, get a mark or another kind', () => {
    const { first, second, touched } = paper()
    const [one, two] = [textPlace('a/case', first), textPlace('a/case', second)]
    expect(touched(() => wordsOf(first).insert(2, ' nyt'))).toEqual([one])
    expect(touched(() => wordsOf(second).delete(0, 1))).toEqual([two])
    expect(touched(() => wordsOf(second).format(0, 1, { strong: {} }))).toEqual([two])
    expect(touched(() => first.setAttribute('level', '2'))).toEqual([one])
    expect(sectionOf(one)).toBe('a/case')
  })

  it('U73 are the points of a list each by itself, and what is new, but not what is gone', () => {
    const { doc, list, touched } = paper()
    const [point] = list.toArray() as Y.XmlElement[]
    if (!point) throw new RangeError('The list is empty')
    expect(touched(() => wordsOf(point.get(0) as Y.XmlElement).insert(0, 'x'))).toEqual([
      textPlace('a/case', point),
    ])
    const added = new Y.XmlElement('list_item')
    expect(touched(() => list.insert(1, [added]))).toEqual([textPlace('a/case', added)])
    const block = new Y.XmlElement('paragraph')
    expect(touched(() => doc.getXmlFragment('a/case').push([block]))).toEqual([textPlace('a/case', block)])
    expect(touched(() => doc.getXmlFragment('a/case').delete(0))).toEqual([])
  })

  it('U73 are the entries of a root, and the header', () => {
    const { doc, touched } = paper()
    expect(touched(() => items.set(doc, 'a', { duration: 5 }))).toEqual([entryPlace('items', 'a')])
    expect(touched(() => setHeader(doc, { place: 'Salen' }))).toEqual([entryPlace('meeting')])
    expect(sectionOf(entryPlace('items', 'a'))).toBeNull()
  })
})

describe('file names', () => {
  it.each([
    ['2026-03-12', 'Direktørforum – Øst', '', '2026-03-12-direktoerforum-oest.md'],
    [null, 'Café å', 'kopi', 'cafe-aa-kopi.md'],
    [null, null, '', 'samreferat.md'],
  ])('U41 %s, %s, %s make %s', (date, forum, suffix, name) => {
    expect(fileName({ date, forum }, 'md', suffix)).toBe(name)
  })
})
