import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ItemJson, MeetingJson } from '../../schema/meeting.ts'
import { textOf, type Block } from '../../schema/nodes.ts'
import { readDocument } from '../../schema/documents/index.ts'
import { readText } from '../../schema/documents/text.ts'
import { ids } from './meetings.ts'

const read = (source: string): MeetingJson => readText(source, { newId: ids() })

const HEAD = 'REFERAT\n\nSamarbejdsforum Havland\n\n5. maj 2025 kl. 9.00-11.00\n\n'
const TAIL = '\n\n2. Eventuelt\n\nReferat:\n\nIntet.\n'

const titles = (meeting: MeetingJson) => meeting.items.map((item) => `${item.number ?? '-'}|${item.title}`)

/** The first item of a meeting whose text is given. */
const itemOf = (text: string): ItemJson => {
  const [item] = read(`${HEAD}${text}`).items
  if (!item) throw new Error('no item')
  return item
}

const points = (item: ItemJson) =>
  (item.recommendation.find((block) => block.type === 'ordered_list')?.content ?? []).map((point) =>
    textOf([point]),
  )

const noise = (meeting: MeetingJson) =>
  meeting.report.filter((line) => line.where === 'noise').map((line) => line.what)

const find = (blocks: Block[], type: string): Block | undefined =>
  blocks
    .flatMap((block) => [
      block,
      ...(block.content ? [find(block.content, type)].filter((found) => found !== undefined) : []),
    ])
    .find((block) => block.type === type)

describe('header', () => {
  test.each([
    ['5. september 2022 kl. 10.30 – 12.00', '2022-09-05', '10:30', '12:00'],
    ['Mandag d. 23. oktober 2023 kl. 14:00', '2023-10-23', '14:00', null],
    ['Dato: 23-10-2023\nTid: 13:30-15:00', '2023-10-23', '13:30', '15:00'],
    ['Mødedato: 2024-04-04\nTidspunkt: kl. 9-11', '2024-04-04', '09:00', '11:00'],
    ['Dato: 4/4 2024, kl. 12:30', null, '12:30', null],
    ['**Mødedato** Torsdag den 4. april 2024 kl. 8.15 til 9.45', '2024-04-04', '08:15', '09:45'],
    ['Dato: torsdag den 4. april\n\nUdsendt 21. marts 2024', '2024-04-04', null, null],
    ['Dato: torsdag den 3. april\n\nUdsendt 21. marts 2024', '2025-04-03', null, null],
  ])('D1 date and times are read as printed: %s', (printed, date, start, end) => {
    const meeting = read(
      `REFERAT\n\nSamarbejdsforum\n\n${printed}\n\n1. Velkomst\n\nReferat: Mødelederen bød velkommen.${TAIL}`,
    )
    expect([date === null ? null : meeting.date, meeting.start, meeting.end]).toEqual([date, start, end])
  })

  test('D2 a year inferred from the weekday is in the report', () => {
    const meeting = read(
      `REFERAT\n\nForum Vest\n\nTorsdag den 4. april kl. 9-10\n\n1. Velkomst\n\nPlanen for 2024 følges.${TAIL}`,
    )
    expect(meeting.date).toBe('2024-04-04')
    expect(meeting.report.find((line) => line.where === 'date')?.what).toContain('2024-04-04')
  })

  test.each([
    ['DAGSORDEN\n\nChefforum Øst', 'Chefforum Øst', null],
    ['Dagsorden til 3. møde i Chefforum Øst den 4. april 2024', 'Chefforum Øst', 3],
    ['Referat fra møde i Driftsforum Nord, torsdag d. 4. april 2024 kl. 9-11', 'Driftsforum Nord', null],
    ['Forum: Politisk Klynge Syd\nEmne: 2. møde i Politisk Klynge Syd', 'Politisk Klynge Syd', 2],
    ['# Referat – Styregruppen for akut', 'Styregruppen for akut', null],
    ['Emne:\t12. møde i Klyngegruppe A\t', 'Klyngegruppe A', 12],
  ])('D3 forum and number come from label, title or subject: %s', (printed, forum, number) => {
    const meeting = read(`${printed}\n\n1. Velkomst${TAIL}`)
    expect([meeting.forum, meeting.number]).toEqual([forum, number])
  })

  test.each([
    [
      'Havlands Sundhedssamarbejde\nFælles Kystforum\n\nDAGSORDEN\n\nMøde nr. 3',
      'Fælles Kystforum – Havlands Sundhedssamarbejde',
    ],
    [
      'DAGSORDEN\n\nStyregruppen for akut\nSundhedsklyngen Havland',
      'Styregruppen for akut – Sundhedsklyngen Havland',
    ],
    ['REFERAT\n\nDirektørforum, Sundhedsklynge Øst', 'Direktørforum – Sundhedsklynge Øst'],
    ['Forum: Chefforum, Klyngen Havland', 'Chefforum – Klyngen Havland'],
    ['KLYNGE VEST\n\nDagsorden til 3. møde i Chefforum', 'Chefforum – KLYNGE VEST'],
    ['Forum: Kystforum\nSundhedsklyngen Havland\nEmne: Temamøde', 'Kystforum – Sundhedsklyngen Havland'],
  ])(
    'D3 of several names at the top one is the forum and the others what it is part of: %j',
    (head, forum) => {
      const meeting = read(
        `${head}\n\nDeltagere:\nMona Brandt, chef, Klint Kommune\n\n1. Velkomst\n\nSagen.\n\n2. Eventuelt`,
      )
      expect([meeting.forum, textOf(meeting.items[0]?.case ?? [])]).toEqual([forum, 'Sagen.'])
      expect(meeting.report.some((line) => line.where === 'forum')).toBe(true)
    },
  )

  test('D4 a document headed DAGSORDEN that holds minutes is minutes, and an agenda stays one', () => {
    const items = '1. Velkomst\n\nReferat:\n\nMødelederen bød velkommen.\n'
    expect(read(`DAGSORDEN\n\nForum A\n\n${items}`).kind).toBe('minutes')
    expect(read('DAGSORDEN\n\nForum A\n\n1. Velkomst\n\nReferat:\n\n2. Eventuelt\n\nReferat:\n').kind).toBe(
      'agenda',
    )
  })

  test('D4 an agenda whose unlabelled text is no decision stays an agenda', () => {
    const agenda = (...cases: string[]) =>
      read(
        `DAGSORDEN\n\nForum A\n\n${cases.map((text, i) => `${i + 1}. Sag ${i + 1}\n\n${text}`).join('\n\n')}`,
      )
    const kept = agenda(
      'Punktet er lukket.',
      'Der var 14 pladser i 2025.',
      'Referatet blev godkendt i marts.',
    )
    expect(kept.kind).toBe('agenda')
    expect(kept.items.map((item) => textOf(item.case))).toEqual([
      'Punktet er lukket.',
      'Der var 14 pladser i 2025.',
      'Referatet blev godkendt i marts.',
    ])
    expect(agenda('Dagsordenen blev godkendt.', 'Forum drøftede planen.').kind).toBe('minutes')
  })

  test('D5 place, online meeting and next meetings have their own fields', () => {
    const meeting = read(
      `${HEAD}Sted: Lokale 2, Klint Rådhus\nTeams: https://teams.example/abc møde-id 123 456\nNæste møde: 4. juni 2025 kl. 9-11\n\n1. Velkomst${TAIL}`,
    )
    expect(meeting.place).toBe('Lokale 2, Klint Rådhus')
    expect(meeting.online).toContain('teams.example')
    expect(meeting.nextMeetings).toEqual([{ date: '2025-06-04', start: '09:00', end: '11:00', place: null }])
  })

  test('D6 next meetings without a year come after the meeting', () => {
    const meeting = read(
      `${HEAD}1. Næste møde\n\nNæste møde afholdes den 14. januar kl. 10.30-12.30.\n\nDerefter 3. marts.${TAIL}`,
    )
    expect(meeting.nextMeetings.map((next) => next.date)).toEqual(['2026-01-14', '2026-03-03'])
  })
})

describe('a second value', () => {
  const head = (lines: string) => read(`REFERAT\n\nForum Vest\n\n${lines}\n\n1. Velkomst${TAIL}`)

  test.each([
    ['Dato: 4. maj 2026 og 5. maj 2026 kl. 9-10', '5. maj 2026'],
    ['Dato: mandag den 4. maj 2026, alternativt den 11. maj', 'den 11. maj'],
    ['Referat af 4. møde i Forum Vest den 4. maj 2026 og den 5. maj 2026', null],
  ])('D7 of two dates on a line the second stays too, and is reported: %j', (printed, left) => {
    const meeting = read(`REFERAT\n\nForum Vest\n\n${printed}\n\n1. Velkomst\n\nSag.${TAIL}`)
    expect(meeting.date).toBe('2026-05-04')
    expect(meeting.report.filter(({ where }) => where === 'date').map(({ what }) => what)).toEqual([
      `Her står en anden dato eller et andet tidspunkt end mødets: ${printed}`,
    ])
    if (left !== null) expect(textOf(meeting.items[0]?.case ?? [])).toContain(left)
  })

  test('D7 another date or number stays as text, and the same date completes the first', () => {
    const meeting = head('Dato: mandag den 5. maj\nDato: 5. maj 2025\nDato: 9. maj 2025\nNr.: 4\nNr.: 5')
    expect([meeting.date, meeting.number]).toEqual(['2025-05-05', 4])
    expect(textOf(meeting.items[0]?.case ?? [])).toMatch(/9\. maj 2025[^]*Nr\.: 5/)
    expect(meeting.report.filter(({ where }) => where === 'front')).toHaveLength(2)
  })

  test.each([
    ['Tid: 9.00, kaffe kl. 10.00', '10:00', true],
    ['Start: 9.00\nSlut: 11.00', '11:00', false],
    ['Tid: 9.00-11.00', '11:00', false],
  ])('D7 an end that nothing says is reported: %j', (printed, end, isGuess) => {
    const meeting = head(`Dato: 5. maj 2025\n${printed}`)
    expect([meeting.start, meeting.end]).toEqual(['09:00', end])
    expect(meeting.report.some(({ where }) => where === 'end')).toBe(isGuess)
  })
})

describe('people', () => {
  const person = (lines: string, tail = '') => read(`${HEAD}${lines}\n\n1. Velkomst\n\n${tail}${TAIL}`).people

  test.each([
    [
      'Mona Brandt, direktør Region Havland (medformand, mødeleder)',
      'direktør',
      'Region Havland',
      ['cochair', 'chair'],
    ],
    [
      'Direktør, Mona Brandt, Klint Kommune, kommunal medformand',
      'Direktør, kommunal medformand',
      'Klint Kommune',
      ['cochair'],
    ],
    ['Chef Mona Brandt, Klint Kommune', 'Chef', 'Klint Kommune', []],
    [
      'Mona Brandt, Sygeplejefaglig direktør Klint Universitetshospital- Mødeleder',
      'Sygeplejefaglig direktør',
      'Klint Universitetshospital',
      ['chair'],
    ],
    [
      'Mona Brandt, Chef for Det Nære Sundhedsvæsen Klint Hospital',
      'Chef for Det Nære Sundhedsvæsen',
      'Klint Hospital',
      [],
    ],
    ['Mona Brandt, Nord-KAP', null, 'Nord-KAP', []],
    ['Mona Brandt (Klint Kommune)', null, 'Klint Kommune', []],
    ['Mona Brandt – PLO-K Klint Kommune', null, 'PLO-K Klint Kommune', []],
    [
      'Mona Brandt, Specialkonsulent og Kommunal sekretær',
      'Specialkonsulent, Kommunal sekretær',
      null,
      ['secretary'],
    ],
    [
      'Formand for Sundhedsudvalget, Klint Kommune, Mona Brandt',
      'Formand for Sundhedsudvalget',
      'Klint Kommune',
      [],
    ],
  ])(
    'D10 a line about a person gives name, title, organisation and functions: %s',
    (line, title, organisation, functions) => {
      const [found] = person(`Deltagere:\n\n${line}`)
      expect(found).toMatchObject({ name: 'Mona Brandt', title, organisation, functions })
    },
  )

  test.each([
    [
      'Deltagere:\n\nMona Brandt, chef, Klint Kommune\n\nJens Tved, chef, Klint Kommune\n\nAfbud:\n\nJens Tved',
      '',
    ],
    ['Deltagere:\n\nMona Brandt, chef, Klint Kommune\n\nJens Tved, chef, Klint Kommune - Afbud', ''],
    ['Deltagere:\n\nMona Brandt, chef, Klint Kommune\n\nJens Tved, chef, Klint Kommune (afbud)', ''],
    ['Deltagere: Mona Brandt og Jens Tved\nAfbud: Jens Tved', ''],
    [
      '| Navn | Organisation | Afbud |\n|---|---|---|\n| Mona Brandt | Klint Kommune | |\n| Jens Tved | Klint Kommune | x |',
      '',
    ],
    [
      'Deltagere:\t<p>Mona Brandt, chef, Klint Kommune</p> <p>Jens Tved, chef</p>\t\nAfbud:\t<p>Jens Tved, chef</p>\t',
      '',
    ],
    ['Deltagere: Mona Brandt, Jens Tved', 'Referat:\n\nDer var afbud fra Jens Tved.'],
    [
      'Deltagere: Mona Brandt, Jens Tved',
      'Beslutning:\n\nDer var afbud fra:\n\nJens Tved, chef Klint Kommune',
    ],
    ['Deltagere: Mona Brandt, Jens P. Tved', 'Referat:\n\nJens Tved havde meldt afbud.'],
  ])('D11 an apology is found wherever it stands: %s %s', (lines, tail) => {
    const people = person(lines, tail)
    expect(people.map((one) => [one.name.replace(' P.', ''), one.attendance])).toEqual([
      ['Mona Brandt', 'present'],
      ['Jens Tved', 'apology'],
    ])
  })

  const THREE =
    '1. Velkomst\n\nReferat: Godkendt.\n\n2. Budget\n\nReferat: Drøftet.\n\n3. Eventuelt\n\nReferat: Intet.'

  test.each([
    ['Mona Brandt, chef, Klint Kommune, fra punkt 2', 'late 2'],
    ['Mona Brandt, chef, Klint Kommune (til stede til og med pkt. 2)', 'early 2'],
    ['Mona Brandt, chef, Klint Kommune - fra punkt 2 til punkt 3', 'late 2, early 3'],
    ['Mona Brandt, chef, Klint Kommune (inhabil i punkt 1 og 3)', 'recused 1, recused 3'],
    ['Mona Brandt, chef, Klint Kommune (deltog under punkt 2)', 'late 2, early 2'],
    ['Mona Brandt, chef, Klint Kommune (deltog i pkt. 1-2)', 'late 1, early 2'],
    [
      '| Navn | Organisation | Fremmøde pr. punkt |\n|---|---|---|\n| Mona Brandt | Klint Kommune | fra punkt 2, inhabil i punkt 3 |',
      'late 2, recused 3',
    ],
  ])('D17 what of the meeting somebody was there for is read: %s', (line, missed) => {
    const { people, items, report } = read(`${HEAD}Deltagere:\n\n${line}\n\n${THREE}`)
    const numberOf = (id: string) => items.find((item) => item.id === id)?.number
    const [mona] = people
    expect(mona?.absences.map(({ kind, item }) => `${kind} ${numberOf(item)}`).join(', ')).toBe(missed)
    expect(mona).toMatchObject({ name: 'Mona Brandt', organisation: 'Klint Kommune', attendance: 'present' })
    expect(mona?.title ?? '').not.toContain('punkt')
    expect(report.some(({ where, what }) => where === 'people' && what.includes('en del af mødet'))).toBe(
      true,
    )
  })

  test('D17 what may be for an item as well as up to it is not guessed', () => {
    const [mona] = read(
      `${HEAD}Deltagere:\n\nMona Brandt, chef, Klint Kommune (til punkt 2)\n\n${THREE}`,
    ).people
    expect(mona).toMatchObject({ title: 'chef, til punkt 2', absences: [] })
  })

  test('D17 a number that no item has stays with the title', () => {
    const [mona] = read(
      `${HEAD}Deltagere:\n\nMona Brandt, chef, Klint Kommune, fra punkt 9\n\n${THREE}`,
    ).people
    expect(mona).toMatchObject({ title: 'chef, fra punkt 9', absences: [] })
  })

  test.each([
    'Mona Brandt erklærede sig inhabil og forlod lokalet.',
    'Mona Brandt deltog ikke i behandlingen af punktet (inhabil).',
  ])('D17 a recusal is read from the text of the item: %s', (said) => {
    const text = THREE.replace('Drøftet.', `Drøftet.\n\n${said}`)
    const { people, items, report } = read(`${HEAD}Deltagere:\n\nMona Brandt, chef, Klint Kommune\n\n${text}`)
    expect(people[0]?.absences).toEqual([{ kind: 'recused', item: items[1]?.id }])
    expect(JSON.stringify(items[1]?.minutes)).toContain(said)
    expect(JSON.stringify(report)).toContain('Inhabil i punktet')
  })

  test('D12 a flattened cell gives each person', () => {
    const people = person(
      'Deltagere:\tMona Brandt, direktør, Klint Kommune Jens Tved, chef, Region Havland Lea Vang, læge, PLO-Havland\t',
    )
    expect(people.map((one) => `${one.name}|${one.title}|${one.organisation}`)).toEqual([
      'Mona Brandt|direktør|Klint Kommune',
      'Jens Tved|chef|Region Havland',
      'Lea Vang|læge|PLO-Havland',
    ])
  })

  test('D13 the same person in another spelling is one person', () => {
    const people = person(
      'Deltagere:\n\nTue von Pålmann, direktør, Klint Kommune',
      'Ordstyrer Tue von Paalmann',
    )
    expect(people).toHaveLength(1)
    expect(people[0]?.functions).toEqual(['chair'])
  })

  test('D14 labels in the head give functions, also to the absent', () => {
    const people = person(
      'Mødeleder: Mona Brandt\nReferent: Jens Tved\n\nDeltagere:\n\nJens Tved, konsulent\n\nAfbud:\n\nMona Brandt, direktør',
    )
    expect(people.find((one) => one.name === 'Mona Brandt')).toMatchObject({
      functions: ['chair'],
      attendance: 'apology',
    })
    expect(people.find((one) => one.name === 'Jens Tved')).toMatchObject({
      functions: ['minutetaker'],
      attendance: 'present',
    })
  })

  test('D15 guests, observers and the secretariat are no members', () => {
    const people = person('Gæster: Mona Brandt\nObservatører: Jens Tved\nSekretariat: Lea Vang')
    expect(people.map((one) => one.attendance)).toEqual(['guest', 'observer', 'secretariat'])
  })

  test('D15 the secretariat after a name is attendance and title', () => {
    expect(person('Deltagere:\nKlint Kommune:\n- Mona Brandt, sekretariatet')).toMatchObject([
      {
        name: 'Mona Brandt',
        title: 'sekretariatet',
        organisation: 'Klint Kommune',
        attendance: 'secretariat',
      },
    ])
  })

  test('D16 a person named first in a function is in the group of the list', () => {
    const people = person(
      'Mødeleder: Mona Brandt\n\nDeltagere:\nKlint Kommune:\n- Mona Brandt, chef\n- Lea Vang, chef',
    )
    expect(people.map((one) => [one.name, one.group])).toEqual([
      ['Mona Brandt', 'Klint Kommune'],
      ['Lea Vang', 'Klint Kommune'],
    ])
  })
})

describe('items', () => {
  const agenda = (lines: string[]) => titles(read(`DAGSORDEN\n\nForum Vest\n\n${lines.join('\n\n')}`))
  const expected = ['1|Velkomst', '2|Økonomi', '3|Eventuelt']

  test.each([
    [['1. Velkomst', '2. Økonomi', '3. Eventuelt']],
    [['1) Velkomst', '2) Økonomi', '3) Eventuelt']],
    [['Punkt 1: Velkomst', 'Punkt 2: Økonomi', 'Punkt 3: Eventuelt']],
    [['Punkt 1 – Velkomst', 'Punkt 2 – Økonomi', 'Punkt 3 – Eventuelt']],
    [['Ad 1. Velkomst', 'Ad 2. Økonomi', 'Ad 3. Eventuelt']],
    [['## 1. Velkomst', '## 2. Økonomi', '## 3. Eventuelt']],
    [['**1. Velkomst**', '**2. Økonomi**', '**3. Eventuelt**']],
    [['- 1. Velkomst**', '- 2. Økonomi**', '- 3. Eventuelt**']],
    [['## **Punkt 1: Velkomst**', '## **Punkt 2: Økonomi**', '## **Punkt 3: Eventuelt**']],
    [['1\\. Velkomst', '2\\. Økonomi', '3\\. Eventuelt']],
    [['1.\tVelkomst\t5 min', '2.\tØkonomi\t10 min', '3.\tEventuelt\t5 min']],
    [['1  Velkomst', '2  Økonomi', '3  Eventuelt']],
    [['1. Velkomst\n2. Økonomi\n3. Eventuelt']],
    [
      [
        '| Nr. | Emne | Ansvarlig | Tid |\n|---|---|---|---|\n| 1 | Velkomst | Mona Brandt | 5 |\n| 2 | Økonomi | Jens Tved | 10 |\n| 3 | Eventuelt | | 5 |',
      ],
    ],
  ])('D20 numbers are read however they are written: %j', (lines) => {
    expect(agenda(lines)).toEqual(expected)
  })

  test('D21 items without numbers are found by their headings', () => {
    const meeting = read(
      '# Referat\n\nForum Vest\n\n## Velkomst\n\n### Referat\n\nIntet.\n\n## Økonomi\n\n### Beslutning\n\nGodkendt.\n\n## Eventuelt\n\n### Referat\n\nIntet.\n',
    )
    expect(titles(meeting)).toEqual(['-|Velkomst', '-|Økonomi', '-|Eventuelt'])
  })

  test('D42 a number within the item is no part of an attachment’s title; another one is', () => {
    const { items } = read(
      HEAD + '1. Sag\n\nSagen.\n\nBilag: 1.1 Statusoversigt\n\n2. Plan\n\nPlanen.\n\nBilag: 3.0 Udgaven\n',
    )
    expect(items.map(({ attachments }) => attachments.map(({ title }) => title))).toEqual([
      ['Statusoversigt'],
      ['3.0 Udgaven'],
    ])
  })

  test('D22 numbered recommendations, tasks and attachments are no items', () => {
    const body = (n: number) =>
      `${n}. Sag nummer ${n}\n\nSagen beskrives her.\n\nDet indstilles, at forum:\n\n1. Drøfter sagen\n2. Godkender planen\n3. Tager notatet til efterretning\n\nBilag:\n\n1. Notat\n2. Budget\n3. Plan\n\nBeslutning:\n\nGodkendt. Arbejdsgruppen skal:\n\n1. Beskrive tilbud\n2. Vurdere økonomi\n3. Foreslå en model\n\n`
    const meeting = read(HEAD + [1, 2, 3, 4].map(body).join(''))
    expect(meeting.items.map((item) => item.number)).toEqual(['1', '2', '3', '4'])
    expect(meeting.items.map((item) => [points(item).length, item.attachments.length])).toEqual([
      [3, 3],
      [3, 3],
      [3, 3],
      [3, 3],
    ])
  })

  test('D63 people behind their organisation stand on lines of their own, however long these are', () => {
    const list = [
      'Deltagere:',
      'Birkevang Kommune: Mona Sofie Brandtgaard (formand), Jens Kragelund',
      'Region Fjordland: Lea Vang (ref.)',
      'PLO: Dora Lund',
    ].join('\n')
    const text = `REFERAT\n\nForum Vest\n3. december 2026\n\n${list}\n\n1. Velkomst\nReferat:\nMona fremlagde status og svarede.\nOk.\n`
    expect(
      read(text).people.map(({ name, organisation, functions }) => [name, organisation, functions]),
    ).toEqual([
      ['Mona Sofie Brandtgaard', 'Birkevang Kommune', ['chair']],
      ['Jens Kragelund', 'Birkevang Kommune', []],
      ['Lea Vang', 'Region Fjordland', ['minutetaker']],
      ['Dora Lund', 'PLO', []],
    ])
  })

  test('D43 a discussion before the decision is minutes, and no part of the recommendation above it', () => {
    const item = itemOf(
      '1. Økonomi\nIndstilling: Det indstilles, at forum godkender budgettet.\nDrøftelse: Lea spurgte til konto 4.\nBeslutning: Budgettet blev godkendt.\n',
    )
    expect(points(item)).toEqual(['at forum godkender budgettet.'])
    expect(textOf(item.minutes)).toBe('Lea spurgte til konto 4.\nBudgettet blev godkendt.')
  })

  test('D43 in an agenda what is to be discussed stays in the case', () => {
    const item = itemOf('1. Økonomi\nSagsfremstilling:\nBudgettet.\nDrøftelse: Hvordan når vi det?\n')
    expect([textOf(item.case), item.minutes]).toEqual(['Budgettet.\nDrøftelse: Hvordan når vi det?', []])
  })

  test('D43 in minutes an item without labels that tells what the meeting did is minutes as a whole', () => {
    const { items } = read(
      `REFERAT\n\nForum Vest\n3. december 2026\n\n1. Status\nLea fremlagde status.\nForum tog orienteringen til efterretning.\n\n2. Plan\nBeslutning: Godkendt.\n`,
    )
    expect(items.map((item) => [textOf(item.case), textOf(item.minutes)])).toEqual([
      ['', 'Lea fremlagde status.\nForum tog orienteringen til efterretning.'],
      ['', 'Godkendt.'],
    ])
  })

  test.each([
    'Bilag:\n1. Budget\n2. Notat',
    'Det indstilles, at\n1) planen drøftes\n2) planen godkendes',
    'Sagen er denne:',
  ])('D22 any other business is an item, after a list and in another way of writing too: %j', (list) => {
    for (const last of ['3) Eventuelt', '3. Evt.', '3) Eventuelt (5 min.)'])
      expect(titles(read(`${HEAD}1. Økonomi\n\n2. Plan\n${list}\n\n${last}\n`)).at(-1)).toMatch(/^3\|Ev/)
  })

  test('D22 a point of a list that only begins like any other business is none', () => {
    const list = 'Det indstilles, at forum:\n1) Drøfter planen\n2) Eventuelt udsætter den'
    expect(titles(read(`${HEAD}1. Økonomi\n\n2. Plan\n${list}\n`))).toEqual(['1|Økonomi', '2|Plan'])
  })

  test.each([
    [
      'Status på planen ved Mona Brandt, Jens Tved og Lea Vang – 15 min.',
      'Status på planen',
      ['Mona Brandt', 'Jens Tved', 'Lea Vang'],
      15,
    ],
    ['Økonomi v/ Mona Brandt (10 min)', 'Økonomi', ['Mona Brandt'], 10],
    ['Økonomi (Mona Brandt) – 10 minutter', 'Økonomi', ['Mona Brandt'], 10],
    ['Økonomi - 40 min', 'Økonomi', [], 40],
    ['Økonomi (kl. 9.15-9.40)', 'Økonomi', [], 25],
    ['Økonomi – ½ time', 'Økonomi', [], 30],
    ['Besøg ved havnen', 'Besøg ved havnen', [], null],
    ['Samarbejdet med PLO/Almen Praksis', 'Samarbejdet med PLO/Almen Praksis', [], null],
  ])(
    'D23 title, presenters and minutes on one line are told apart: %s',
    (printed, title, presenters, duration) => {
      const item = itemOf(`1. ${printed}${TAIL}`)
      expect([item.title, item.presenters, item.duration]).toEqual([title, presenters, duration])
    },
  )

  test.each(['Økonomi (15 min., til drøftelse)', 'Økonomi (drøftelse; ca. 15 minutter)'])(
    'D23 several facts stand in one pair of brackets: %s',
    (printed) => {
      const item = itemOf(`1. ${printed}${TAIL}`)
      expect([item.title, item.duration, item.kind]).toEqual(['Økonomi', 15, 'discussion'])
    },
  )

  test.each([
    ['v/ Mona Brandt', ['Mona Brandt'], null],
    ['Ved Mona Brandt og Jens Tved, 10 min.', ['Mona Brandt', 'Jens Tved'], 10],
    ['(v/ Mona Brandt)', ['Mona Brandt'], null],
    ['Ved møder i Klint Kommune er der kaffe.', [], null],
  ])('D23 presenters stand on a line of their own: %s', (line, presenters, duration) => {
    const item = itemOf(`1. Økonomi\n${line}\nSagsfremstilling:\nSagen.${TAIL}`)
    expect([item.presenters, item.duration]).toEqual([presenters, duration])
    expect(textOf(item.case)).toBe(presenters.length ? 'Sagen.' : `${line}\nSagen.`)
  })

  test('D24 a title printed twice, page numbers and contents are noise, quoted in the report', () => {
    const meeting = read(
      `${HEAD}Indholdsfortegnelse\n\nVelkomst - 5 min.....2\nØkonomi - 10 min.....3\n\n## Punkt 1: Velkomst - 5 min\n\n### Velkomst - 5 min\n\nReferat:\n\nIntet.\n\nSide 2 af 3\n\n## Punkt 2: Økonomi - 10 min\n\n# Økonomi - 10 min\n\nReferat:\n\nDrøftet.\n`,
    )
    expect(titles(meeting)).toEqual(['1|Velkomst', '2|Økonomi'])
    expect(noise(meeting)).toEqual(expect.arrayContaining(['Side 2 af 3', 'Økonomi - 10 min']))
  })

  test('D25 a list of the items before the items is contents', () => {
    const meeting = read(
      `${HEAD}Dagsorden:\n1. Velkomst\n2. Økonomi\n\n1. Velkomst\n\nReferat:\n\nIntet.\n\n2. Økonomi\n\nReferat:\n\nDrøftet.\n`,
    )
    expect(titles(meeting)).toEqual(['1|Velkomst', '2|Økonomi'])
    expect(meeting.items[1]?.minutes).toHaveLength(1)
  })

  test('D26 a standing item without a number among numbered ones is an item', () => {
    expect(agenda(['1. Velkomst', '2. Økonomi', 'Eventuelt'])).toEqual([
      '1|Velkomst',
      '2|Økonomi',
      '-|Eventuelt',
    ])
  })

  test('D27 text before the first item stays: under its heading, or in the first item', () => {
    const meeting = read(
      `${HEAD}Mødet er flyttet en uge på grund af ferien.\n\n**Praktisk**\n\nDer er parkering i gården.\n\n1. Velkomst${TAIL}`,
    )
    expect(titles(meeting).slice(0, 2)).toEqual(['-|Praktisk', '1|Velkomst'])
    expect(textOf(meeting.items[0]?.case ?? [])).toBe('Der er parkering i gården.')
    expect(textOf(meeting.items[1]?.case ?? [])).toContain('Mødet er flyttet')
    expect(meeting.report.some((line) => line.where === 'front')).toBe(true)
  })

  test('D27 an item made from the head has nothing from the first item', () => {
    const closed = 'Lukket fordi: Personsag\nOffentlig ordlyd: En ansættelse.\n\nSagen beskrives.'
    const [made, first] = read(
      `${HEAD}**Praktisk**\n\nDer er parkering.\n\n1. Ansættelse (lukket)\n\n${closed}${TAIL}`,
    ).items
    expect(first).toMatchObject({ closedReason: 'Personsag', publicWording: 'En ansættelse.' })
    expect(made).toMatchObject({ title: 'Praktisk', closed: false, closedReason: null, publicWording: null })
  })

  test('D28 a closed item and its kind are read from the heading', () => {
    expect(itemOf(`1. Udbud af kørsel (lukket)${TAIL}`)).toMatchObject({
      title: 'Udbud af kørsel',
      closed: true,
    })
    const meeting = read(`${HEAD}1. Lukket punkt: Personsag (10 min)${TAIL}`)
    expect(meeting.items[0]).toMatchObject({ title: 'Personsag', closed: true, closedReason: null })
    expect(meeting.report.find((line) => line.where === 'item 1')?.what).toContain('Personsag')
    expect(itemOf(`1. Udbud af kørsel (til beslutning)${TAIL}`)).toMatchObject({
      title: 'Udbud af kørsel',
      kind: 'decision',
    })
  })
})

describe('sections', () => {
  const REC = 'Det indstilles, at forum:\n\n1. Godkender planen'
  const ATT = 'Bilag:\n\n- Plan'
  const MIN = 'Beslutning:\n\nIndstillingen blev godkendt.'

  test.each([[[REC, ATT, MIN]], [[ATT, REC, MIN]], [[MIN, ATT, REC]], [[REC, MIN, ATT]], [[ATT, MIN, REC]]])(
    'D40 the order of the sections does not matter: %j',
    (sections) => {
      const item = itemOf(`1. Plan\n\nSagen beskrives.\n\n${sections.join('\n\n')}${TAIL}`)
      expect(textOf(item.case)).toBe('Sagen beskrives.')
      expect(points(item)).toEqual(['Godkender planen'])
      expect(item.attachments).toEqual([{ title: 'Plan', file: null }])
      expect(textOf(item.minutes)).toBe('Indstillingen blev godkendt.')
    },
  )

  test.each([
    [
      'Det indstilles, at forum:\n\n1. Drøfter sagen\n2. Godkender planen',
      ['Drøfter sagen', 'Godkender planen'],
    ],
    ['**Det indstilles, at:**\n\n1. Sagen drøftes', ['Sagen drøftes']],
    ['Det indstilles:\n\n- 1. At forum beslutter en proces.**', ['At forum beslutter en proces.']],
    ['Indstilling:\n\n2. Forum drøfter planen.', ['Forum drøfter planen.']],
    ['Indstilling:\n\na) Forum beslutter antallet.', ['Forum beslutter antallet.']],
    [
      'Sekretariatet indstiller, at\n\n- sagen drøftes\n- planen godkendes',
      ['sagen drøftes', 'planen godkendes'],
    ],
    [
      'Det indstilles, at forum tager orienteringen til efterretning.',
      ['at forum tager orienteringen til efterretning.'],
    ],
    ['Indstilling: Det indstilles, at planen godkendes.', ['at planen godkendes.']],
  ])('D41 a recommendation is a lead and one list of points: %s', (text, expected) => {
    expect(points(itemOf(`1. Plan\n\nSagen.\n\n${text}${TAIL}`))).toEqual(expected)
  })

  test('D42 two lists of attachments are one, and an inline one counts', () => {
    const item = itemOf(
      `1. Plan\n\nBilag til punkt 1: Notat om planen\n\n${MIN}\n\nBilag\n\nplan.pdf\n\nbudget 2025.xlsx${TAIL}`,
    )
    expect(item.attachments.map((one) => one.title)).toEqual([
      'Notat om planen',
      'plan.pdf',
      'budget 2025.xlsx',
    ])
  })

  test('D42 an attachment with its number on a line of its own is an attachment without number', () => {
    const rec = 'Indstilling:\nDet indstilles, at planen godkendes.'
    const meeting = read(
      `DAGSORDEN\n\nForum A\n\n1. Plan\n${rec}\nBilag 1.1: Notat\nBilag 1.2 Budget 2027.xlsx\nSagen går videre.\n\n2. Tid\n${rec}\nBilag 2: Plan\n\n3. Andet\n\nBilag 3 viser en stigning.\n\nBilag:\n- Bilag 3.1 Kort\n`,
    )
    expect(meeting.items.map((item) => item.attachments.map((one) => one.title))).toEqual([
      ['Notat', 'Budget 2027.xlsx'],
      ['Plan'],
      ['Kort'],
    ])
    expect(meeting.items.map((item) => textOf(item.case))).toEqual([
      'Sagen går videre.',
      '',
      'Bilag 3 viser en stigning.',
    ])
    expect(meeting.items.map(points)).toEqual([['at planen godkendes.'], ['at planen godkendes.'], []])
  })

  test('D43 unlabelled text that is plainly minutes is minutes, and reported', () => {
    const meeting = read(
      `${HEAD}1. Godkendelse af dagsorden\n\nDagsordenen blev godkendt.\n\n2. Plan\n\nSagen beskrives.\n\n${REC}\n\nIndstillingen blev fulgt.\n\n3. Eventuelt\n\nReferat:\n\nIntet.\n`,
    )
    expect(meeting.items.map((item) => textOf(item.minutes))).toEqual([
      'Dagsordenen blev godkendt.',
      'Indstillingen blev fulgt.',
      'Intet.',
    ])
    expect(meeting.report.filter((line) => line.what.includes('læst som referat'))).toHaveLength(2)
  })

  test.each(['Sagsfremstilling: Punktet er lukket.', 'Sagsfremstilling:\n\nDer var 14 pladser i 2025.'])(
    'D43 what stands under a label of the case is no minutes: %j',
    (text) => {
      const item = itemOf(`1. Plan\n\n${text}${TAIL}`)
      expect([textOf(item.case), item.minutes]).toEqual([text.replace(/^\S+\s+/, ''), []])
    },
  )

  test('D44 a label in the middle of the case text stays in the case', () => {
    const item = itemOf(`1. Plan\n\nSagen.\n\n**Baggrund:**\n\nTidligere forløb.\n\n${REC}\n\n${MIN}${TAIL}`)
    expect(textOf(item.case)).toBe('Sagen.\nBaggrund:\nTidligere forløb.')
  })

  test('D45 text after a list goes back to the section the list interrupted', () => {
    const item = itemOf(
      `1. Plan\n\nFør.\n\n${ATT}\n\nEfter bilagene går sagen videre med mere tekst.\n\n${MIN}\n\nBilag:\n\n- Andet\n\n**Opfølgning**\n\nMere referat.${TAIL}`,
    )
    expect(textOf(item.case)).toBe('Før.\nEfter bilagene går sagen videre med mere tekst.')
    expect(textOf(item.minutes)).toBe('Indstillingen blev godkendt.\nOpfølgning\nMere referat.')
  })

  test.each([
    ['Indstillingen blev godkendt.', ['adopted']],
    ['Indstillingen blev godkendt med den tilføjelse, at økonomien følges.', ['adoptedWith']],
    ['Forum tog orienteringen til efterretning.', ['noted']],
    ['Emnet blev drøftet.', ['discussed']],
    ['Emnet blev drøftet, og punktet udsættes til næste møde.', ['discussed', 'postponed:næste møde']],
    ['Punktet sendes videre til drøftelse i Direktørforum.', ['forwarded:Direktørforum']],
    ['Indstillingen blev ikke fulgt.', ['rejected']],
    ['Ad 1: Godkendt.\n\nAd 2: Udsat.', ['adopted#1', 'postponed#2']],
    ['Der er godkendt en aftale mellem parterne.', []],
    ['Ingen bemærkninger.', []],
  ])('D46 outcomes are read from the phrases of the minutes: %s', (minutes, expected) => {
    const { outcomes } = itemOf(`1. Plan\n\nReferat:\n\n${minutes}${TAIL}`)
    expect(
      outcomes.map(
        (one) => one.kind + (one.point === null ? '' : `#${one.point}`) + (one.to ? `:${one.to}` : ''),
      ),
    ).toEqual(expected)
  })

  test('D47 no cell of a table is lost, in its first row or a later one, and a row with too many is text', () => {
    const row = (cells: number, name: string) =>
      `|${Array.from({ length: cells }, (_, i) => ` ${name}${i} |`).join('')}`
    const narrow = Array.from({ length: 600 }, () => row(2, 'x')).join('\n')
    const late = itemOf(`1. Tal\n\nSag.\n\n${narrow}\n${row(5, 'sen')}${TAIL}`)
    expect(textOf(late.case)).toContain('sen4')
    const wide = itemOf(
      `1. Tal\n\nSag.\n\n${row(70, 'celle')}\n${row(64, 'felt')}\n${row(64, 'felt')}${TAIL}`,
    )
    expect(textOf(wide.case)).toContain('celle69')
    expect(find(wide.case, 'table')?.content?.map(({ content }) => content?.length)).toEqual([64, 64])
  })

  test('D47 sub-headings, nested lists, tables and quotations are kept', () => {
    const item = itemOf(
      '1. Plan\n\n#### Status\n\n- et\n  - to\n    - tre\n- fire\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n> citat\n\nnavn\tantal\nA\t1\nB\t2\n\n<table><tr><th>X</th></tr><tr><td><p>a</p><p>b</p></td></tr></table>\n\nSlut.' +
        TAIL,
    )
    expect(item.case.map((block) => block.type)).toEqual([
      'heading',
      'bullet_list',
      'table',
      'blockquote',
      'table',
      'table',
      'paragraph',
    ])
    expect(textOf(item.case)).toContain('tre')
    expect(find(item.case, 'table_header')).toBeDefined()
  })

  test('D48 bold, italics and links are marks, and an empty link is text and reported', () => {
    const meeting = read(
      `${HEAD}1. Plan\n\nEn **fed** og _kursiv_ tekst med [link](https://eksempel.dk/a) og [tomt](#) og fil_navn_her.${TAIL}`,
    )
    const marks = (meeting.items[0]?.case[0]?.content ?? []).map(
      (node) => `${node.text ?? ''}:${(node.marks ?? []).map((mark) => mark.type).join()}`,
    )
    expect(marks).toEqual([
      'En :',
      'fed:strong',
      ' og :',
      'kursiv:em',
      ' tekst med :',
      'link:link',
      ' og tomt og fil_navn_her.:',
    ])
    expect(meeting.report.some((line) => line.where === 'link')).toBe(true)
  })

  test('D49 a footnote stands at its mark, and does not cut the text it stands in', () => {
    const item = itemOf(
      `1. Plan\n\nSagen¹ beskrives.\n\nReferat:\n\nFørste del.\n\n¹ En note om sagen.\n\nAnden del.${TAIL}`,
    )
    expect(find(item.case, 'footnote')?.content?.[0]?.text).toBe('En note om sagen.')
    expect(textOf(item.minutes)).toBe('Første del.\nAnden del.')
    expect(find(itemOf(`1. Plan\n\nSagen[^a].\n\n[^a]: Note.${TAIL}`).case, 'footnote')).toBeDefined()
  })

  const LATER = Array.from({ length: 700 }, (_, i) => `¹ Note ${i}.`).join('\n\n')
  test.each([
    [
      'two notes, two places',
      'Den ene¹ og den anden¹.\n\n¹ Note et.\n\n¹ Note to.',
      ['Note et.', 'Note to.'],
      0,
    ],
    ['two notes, one place', 'Sagen¹ er ny.\n\n¹ Note et.\n\n¹ Note to.', ['Note et.', 'Note to.'], 1],
    ['more than anybody prints', `${'Sagen¹ er ny. '.repeat(700)}\n\n${LATER}`, ['Note 0.', 'Note 699.'], 0],
    ['raised figures', 'Sagen<sup>1</sup> er ny.\n\n<sup>1</sup> Note et.', ['Note et.'], 0],
    [
      'a mark that stands in another note alone',
      'Sagen[^1].\n\n[^1]: Se [^2].\n\n[^2]: Note to.',
      ['Note to.'],
      1,
    ],
  ])('D49 no note is lost: %s', (_, printed, notes, unmarked) => {
    const meeting = read(`${HEAD}1. Plan\n\n${printed}${TAIL}`)
    const text = JSON.stringify(meeting.items)
    for (const note of notes) expect(text.split(note)).toHaveLength(2)
    expect(meeting.report.filter((line) => line.where === 'footnote')).toHaveLength(unmarked)
  })

  test('D49 the note of a title stands with the title in the case; one of a value in the head stays text', () => {
    const item = itemOf(`1. Plan¹ – 10 min.\n\nPlanen er lang.\n\n¹ Note et.${TAIL}`)
    expect([item.title, item.duration, textOf(item.case)]).toEqual([
      'Plan',
      10,
      'PlanNote et.\nPlanen er lang.',
    ])
    const meeting = read(`${HEAD}Sted: Rådhuset¹\n\n1. Plan\n\nPlanen er lang.${TAIL}\n\n¹ Note et.`)
    expect(meeting.place).toBe('Rådhuset¹')
    expect(JSON.stringify(meeting.items)).toContain('Note et.')
  })
})

describe('text', () => {
  const textIn = (text: string) => textOf(itemOf(`1. Plan\n\n${text}${TAIL}`).case)

  test.each([
    ['Der er for få hen-\nvendelser fra læger', 'Der er for få henvendelser fra læger'],
    ['Repræsentanten for PLO-\nK deltager', 'Repræsentanten for PLO-K deltager'],
    ['En rød-grøn-\ngul markering', 'En rød-grøn-gul markering'],
    ['Inden for social-\nog sundhedsområdet', 'Inden for social- og sundhedsområdet'],
    ['Klyngegruppen. Godkendt i Klynge- gruppen i går', 'Klyngegruppen. Godkendt i Klyngegruppen i går'],
    ['Et tværsektorielt tids- og procesplan', 'Et tværsektorielt tids- og procesplan'],
  ])('D60 a word cut by a line break is put together, and a real hyphen stays: %j', (source, expected) => {
    expect(textIn(source)).toBe(expected)
  })

  test('D61 a paragraph split by a page break is one paragraph', () => {
    const source =
      'Forslaget indebærer at teamet udvides med to sygeplejersker og\n\nSide 2 af 3\n\nat der holdes et fælles møde hver måned.'
    expect(textIn(source.replace('\n\nat der', '\n\nmed et fælles møde: der'))).toMatch(
      /sygeplejersker og med et fælles/,
    )
  })

  test('D62 spelling slips stay', () => {
    expect(textIn('Det besluttet hvad næste skridt er istedet')).toBe(
      'Det besluttet hvad næste skridt er istedet',
    )
  })

  test('D63 hard-wrapped lines are one paragraph', () => {
    const line = 'Sagen handler om et forløb mellem hospital og kommune, og derfor er der'
    const source = Array.from({ length: 6 }, () => line).join('\n') + '\nbehov for en drøftelse.'
    expect(itemOf(`1. Plan\n\n${source}${TAIL}`).case).toHaveLength(1)
  })

  test.each(['> ', '>\t', '> > '])('D63 lines that were broken in a quotation lose nothing: %j', (mark) => {
    const line = 'Sagen handler om et forløb mellem hospital og kommune, og derfor er der'
    const source = `${`${mark}${line}\n`.repeat(6)}${mark}behov for en drøftelse.`
    const quotation = find(itemOf(`1. Plan\n\nBrevet lyder:\n\n${source}${TAIL}`).case, 'blockquote')
    expect(textOf(quotation ? [quotation] : [])).toBe(`${`${line} `.repeat(6)}behov for en drøftelse.`)
  })
})

describe('report', () => {
  test.each([
    ['a forum without label', 'Forum Vest', 'forum', 'Forum Vest'],
    ['a place in the title', 'Referat af 3. møde i Forum Vest på Klint Rådhus', 'place', 'Klint Rådhus'],
    ['a heading over people', 'Deltagere:\n**De faste**\nMona Brandt, chef', 'people', 'De faste'],
    [
      'people told apart in one line',
      'Deltagere: Mona Brandt, chef, Klint Kommune Jens Tved, chef, Klint Kommune',
      'people',
      'Mona Brandt · Jens Tved',
    ],
    ['a next meeting without a date', 'Næste møde: i uge 34', 'front', 'uge 34'],
    [
      'text after a list',
      '1. Plan\n\nBilag:\n\n- Notat\n\nEfter bilagene går sagen videre med mere tekst.',
      'item 1',
      'Efter bilagene',
    ],
    ['presenters in brackets', '1. Plan (Mona Brandt)\n\nTekst.', 'item', '(1): 1: Mona Brandt'],
    ['presenters after a slash', '1. Plan / Mona Brandt\n\nTekst.', 'item', '(1): 1: Mona Brandt'],
    ['presenters in a column', '1.\tPlan\tMona Brandt\n\nTekst.', 'item', '(1): 1: Mona Brandt'],
    ['a duration from clock times', '1. Plan kl. 9.00-9.20\n\nTekst.', 'item', '(1): 1: kl. 9.00-9.20'],
    [
      'an organisation by its capital letter',
      'Deltagere:\nMona Brandt, chef, Havland',
      'people',
      'Mona Brandt: Havland',
    ],
    [
      'a title by its place',
      'Deltagere:\nMona Brandt, husets hjerte, Klint Kommune',
      'people',
      'Mona Brandt: husets hjerte',
    ],
    [
      'present, for nothing else is said',
      'Deltagere:\nMona Brandt, chef\nJens Tved, chef\n\nAfbud: Lis Berg',
      'people',
      '(2): Mona Brandt · Jens Tved',
    ],
    [
      'a group without people',
      'Deltagere:\n**De faste**\n\nAfbud: Lis Berg',
      'people',
      'ingen deltagere under sig: De faste',
    ],
    [
      'points without a number',
      '1. Plan\n\nIndstilling:\n\nForum godkender planen.\n\nTekst.',
      'item',
      '(2): 1: Forum godkender',
    ],
    [
      'lines that were broken',
      '1. Plan\n\nDet handler om et forløb mellem hospital og kommune, og der\ner behov for en drøftelse.',
      'paragraph',
      'samlet til hele afsnit: 1',
    ],
    [
      'a next meeting from the text',
      '1. Plan\n\nNæste møde holdes 5. maj 2031.',
      'nextMeetings',
      'fundet i teksten: 2031-05-05',
    ],
    [
      'the place of a next meeting',
      '1. Plan\n\nNæste møde holdes 5. maj 2031 på Klint Rådhus',
      'nextMeetings',
      'Klint Rådhus',
    ],
    [
      'the year of a next meeting, not to be had',
      'Næste møde: 5. maj',
      'nextMeetings',
      'kan ikke regnes ud: 5. maj',
    ],
  ])('D100 a guess is in the report: %s', (_, printed, where, what) => {
    const { report } = read(
      `REFERAT\n\n${printed}\n\n${printed.startsWith('1.') ? '' : '1. Velkomst'}${TAIL}`,
    )
    const line = report.find((one) => one.where === where && one.what.includes(what))
    expect(line?.confidence).toBeLessThan(0.9)
  })

  test('D100 the kind of an annex, and the code page of a file, are guesses', () => {
    const annexed = `${HEAD}1. Plan – 5 min.${TAIL}\n\fBilag til punkt 1\n\nKommissorium for driften\n\nDriften drøftes.`
    const { annexes, report } = read(annexed)
    expect(annexes.map(({ kind }) => kind)).toEqual(['charter'])
    expect(report.find(({ where }) => where === 'annexes')?.what).toContain('(Kommissorium)')
    const printed = `${HEAD}1. Plan${TAIL}`
    const guessed = (bytes: Uint8Array) =>
      readDocument('d.txt', bytes).report.filter(({ what }) => what.includes('Windows-1252'))
    expect(guessed(Buffer.from(`${printed}æ`, 'latin1'))).toEqual([
      { where: 'source', what: expect.any(String) as string, confidence: 0.6 },
    ])
    expect(guessed(Buffer.from(`${printed}æ`, 'utf8'))).toEqual([])
  })

  test('D100 guesses of one kind stand in one line, however many', () => {
    const items = Array.from(
      { length: 40 },
      (_, i) => `${i + 1}. Plan ${i} (Mona Brandt)\n\nTekst.\n\n`,
    ).join('')
    const lines = read(`${HEAD}${items}`).report.filter(({ what }) => what.includes('Mona Brandt'))
    expect(lines.map(({ what }) => what.split(' · ').length)).toEqual([30])
    expect(lines[0]?.what).toMatch(/\(40\): 1: Mona Brandt .* …$/)
  })

  test('D100 a heading over nobody stays text', () => {
    const [item] = read(`REFERAT\n\nForum Vest\n\nDeltagere:\n**De faste**\n\n1. Plan${TAIL}`).items
    expect(item?.title).toBe('De faste')
  })
})

describe('annexes', () => {
  const annexed = `${HEAD}1. Velkomst – 5 min.\n\nReferat:\n\nIntet.\n\n2. Plan – 10 min.\n\nBilag til punkt 2:\n\n- Referat fra 1. møde\n\nReferat:\n\nDrøftet.\n\n3. Evt. – 5 min.\n\nIngen bemærkninger.\n\nBilag\n\nBilagsfortegnelse\n\nBilag til punkt 2\t8\nReferat fra 1. møde i Klyngen\t8\nKommissorium for Driftsforum\t12\n\nBilag til punkt 2\n\nReferat fra 1. møde i Klyngen\n\nEmne:\t1. møde i Klyngen\nDeltagere:\tMona Brandt, chef, Klint Kommune\n\n4. Velkomst – 10 min.\n\nOrdstyrer Mona Brandt\n\n5. Plan – 5 min\n\nBeslutning:\n\nPlanen blev drøftet.\n\nKommissorium for Driftsforum\n\nFormål\n\nDriftsforum drøfter driften.\n`

  test('D70 annexes after the last item are no items, though they go on numbering', () => {
    const meeting = read(annexed)
    expect(titles(meeting)).toEqual(['1|Velkomst', '2|Plan', '3|Evt.'])
    expect(meeting.annexes.map((annex) => [annex.title, annex.kind])).toEqual([
      ['Bilag til punkt 2: Referat fra 1. møde i Klyngen', 'minutes'],
      ['Bilag til punkt 2: Kommissorium for Driftsforum', 'charter'],
    ])
    expect(meeting.people).toEqual([])
  })

  test('D71 an annex keeps its own header and numbers', () => {
    const [annex] = read(annexed).annexes
    expect(textOf(annex?.blocks ?? [])).toContain('4. Velkomst – 10 min.')
    expect(annex?.blocks[0]?.type).toBe('table')
  })
})

test('D80 a whole document in a layout of its own', () => {
  const meeting = read(readFileSync('test/fixtures/documents/samarbejdsforum.txt', 'utf8'))
  expect(meeting).toMatchObject({
    kind: 'minutes',
    forum: 'Samarbejdsforum Havland',
    date: '2024-04-04',
    start: '13:30',
    end: '15:00',
    place: 'Lokale 3, Klint Rådhus',
    nextMeetings: [{ date: '2024-06-13', start: '09:00', end: '11:00', place: 'Morup Rådhus' }],
  })
  expect(
    meeting.people.map((one) => `${one.name}|${one.organisation}|${one.attendance}|${one.functions.join()}`),
  ).toEqual([
    'Mona Brandt|Region Havland|present|chair',
    'Per Agerskov|Region Havland|present|minutetaker',
    'Ditte Hviid|Klint Kommune|present|',
    'Oluf Strandby|Klint Kommune|apology|',
    'Lea Vangsgaard|Morup Kommune|present|substitute',
    'Jens Tved|PLO-Havland|present|',
    'Sara Lund|Klint Sygehus|guest|',
  ])
  expect(titles(meeting)).toEqual([
    '1|Velkomst',
    '2|Fælles akutteam',
    '3|Orientering om datadeling',
    '4|Eventuelt',
  ])
  const [, akut, data] = meeting.items
  expect(akut).toMatchObject({ kind: 'decision', duration: 25, presenters: ['Ditte Hviid'] })
  expect(akut && points(akut)).toHaveLength(2)
  expect(textOf(akut?.case ?? [])).toContain(
    'henvendelser fra almen praksis, og PLO-K ønsker en rød-grøn-gul markering',
  )
  expect(akut?.outcomes).toEqual([
    { kind: 'adoptedWith', point: 1, to: null },
    { kind: 'postponed', point: 2, to: 'mødet i juni' },
  ])
  expect(data?.attachments).toEqual([{ title: 'Notat om datadeling', file: null }])
})
