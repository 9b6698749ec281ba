import type { Language } from './index.ts'

const da = {
  title: 'Genvejstaster',
  rows: {
    regions: 'Næste eller forrige område',
    items: 'Forrige eller næste punkt',
    find: 'Find i mødet',
    move: 'Flyt punkt i dagsordenen',
    lift: 'Løft et punkt, flyt det med pilene, og sæt det på plads',
    menu: 'Menu på et punkt i dagsordenen',
    bar: 'Redigeringslinjen',
    undo: 'Fortryd egne ændringer, gentag',
    marks: 'Fed, kursiv, link',
    lists: 'Nummereret liste, punktliste, opgave',
    insert: 'Indsæt, henvisning',
    attendance: 'Til stede, afbud, suppleant på fremmødefiguren',
    keys: 'Denne liste',
  },
}

export type KeysWords = typeof da

const en: KeysWords = {
  title: 'Keys',
  rows: {
    regions: 'Next or previous region',
    items: 'Previous or next item',
    find: 'Find in the meeting',
    move: 'Move an item in the agenda',
    lift: 'Lift an item, move it with the arrows, put it down',
    menu: 'Menu of an item in the agenda',
    bar: 'The editing bar',
    undo: 'Undo own changes, redo',
    marks: 'Bold, italic, link',
    lists: 'Numbered list, bullet list, task',
    insert: 'Insert, reference',
    attendance: 'Present, apology, substitute, on the attendance figure',
    keys: 'This list',
  },
}

/** Words of the list of keys; fetched with it. */
export const KEYS_WORDS: Record<Language, KeysWords> = { da, en }
