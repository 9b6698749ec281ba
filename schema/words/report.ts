import type { Language } from './index.ts'

const da = {
  item: 'Punkt {n}',
  title: 'Fra importen',
  intro: 'Dette blev gættet eller kunne ikke placeres. Se efter, og fjern linjerne efterhånden.',
  dismiss: 'Fjern linjen',
  dismissAll: 'Fjern alle',
  showAll: 'Vis alle {n}',
  showFewer: 'Vis færre',
  leftOut: 'Udeladt med vilje: {n} linjer',
  leftOutOne: 'Udeladt med vilje: 1 linje',
  places: {
    annexes: 'Bilag',
    date: 'Dato',
    footnote: 'Fodnote',
    forum: 'Forum',
    front: 'Før første punkt',
    hyphen: 'Orddeling',
    item: 'Dagsorden',
    items: 'Dagsorden',
    kind: 'Dagsorden eller referat',
    link: 'Link',
    nextMeetings: 'Næste møde',
    noise: 'Udeladt',
    paragraph: 'Afsnit',
    people: 'Deltagere',
    place: 'Sted',
    source: 'Filen',
  },
}

export type ReportWords = typeof da

const en: ReportWords = {
  item: 'Item {n}',
  title: 'From the imported file',
  intro: 'This was guessed or could not be placed. Check it, and remove the lines as you go.',
  dismiss: 'Remove the line',
  dismissAll: 'Remove all',
  showAll: 'Show all {n}',
  showFewer: 'Show fewer',
  leftOut: 'Left out on purpose: {n} lines',
  leftOutOne: 'Left out on purpose: 1 line',
  places: {
    annexes: 'Annexes',
    date: 'Date',
    footnote: 'Footnote',
    forum: 'Forum',
    front: 'Before the first item',
    hyphen: 'Hyphenation',
    item: 'Agenda',
    items: 'Agenda',
    kind: 'Agenda or minutes',
    link: 'Link',
    nextMeetings: 'Next meeting',
    noise: 'Left out',
    paragraph: 'Paragraph',
    people: 'Participants',
    place: 'Place',
    source: 'The file',
  },
}

/** Words of an import's report; fetched with it. */
export const REPORT_WORDS: Record<Language, ReportWords> = { da, en }
