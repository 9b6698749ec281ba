import type { Answer, RulingState } from '../../schema/margin.ts'
import type { ItemSection } from '../../schema/paper.ts'

/** A remark on words of an item, or what is to stand in their place. Everybody is named as in `people.ts`. */
export interface DemoRemark {
  by: string
  about: [item: string, section: ItemSection, words: string]
  text: string
  /** Makes it a suggestion. */
  instead?: string
  replies?: { by: string; text: string }[]
  ruling?: { by: string; state: RulingState; reason: string }
}

export interface DemoAnswer {
  by: string
  answer: Answer
  text: string
}

/** What is said beside the minutes of the meeting that was held last. */
export const OPEN_REMARKS: DemoRemark[] = [
  {
    by: 'Esben Tvede',
    about: ['demo-7-2', 'case', 'fordi der mangler en projektleder'],
    text: 'Der er en kandidat fra Birkevang Kommune, men hun kan først begynde om to måneder.',
    replies: [{ by: 'Nanna Dyrlund', text: 'Tak. Det skriver vi under referatet.' }],
  },
  {
    by: 'Vibeke Stenderup',
    about: ['demo-7-3', 'minutes', 'prøves på et psykiatrisk afsnit'],
    text: 'Afsnit P4 har sagt ja til at begynde.',
    replies: [{ by: 'Rasmus Hvidtfeldt', text: 'Skal afsnittet nævnes her?' }],
  },
  {
    by: 'Karen Holmskov',
    about: ['demo-7-5', 'case', 'Rammen rækker til tre.'],
    text: 'Kan beløbet stå her?',
    replies: [{ by: 'Rasmus Hvidtfeldt', text: 'Det kommer med regnskabet i næste uge.' }],
    ruling: { by: 'Rasmus Hvidtfeldt', state: 'resolved', reason: '' },
  },
]

/** What is said of an agenda that is being written. */
export const DRAFT_REMARKS: DemoRemark[] = [
  {
    by: 'Rasmus Hvidtfeldt',
    about: ['demo-8-2', 'case', 'kvalitetssikret af begge kommuner'],
    text: 'Hospitalet har også læst det igennem.',
    instead: 'kvalitetssikret af begge kommuner og hospitalet',
  },
]

/** What was said of minutes that are approved. */
export const SETTLED_REMARKS: DemoRemark[] = [
  {
    by: 'Jørn Aastrup',
    about: ['demo-6-2', 'minutes', 'én indgang vil spare familierne for ventetid'],
    text: 'Det var et forslag, ikke en konklusion.',
    replies: [{ by: 'Nanna Dyrlund', text: 'Enigheden er ført til referat, og ordene er mødelederens.' }],
    ruling: { by: 'Nanna Dyrlund', state: 'resolved', reason: '' },
  },
  {
    by: 'Vibeke Stenderup',
    about: ['demo-6-2', 'minutes', 'ventetid'],
    text: 'Det er ikke kun tiden.',
    instead: 'ventetid og gentagelser',
    ruling: { by: 'Nanna Dyrlund', state: 'declined', reason: 'Det blev ikke sagt på mødet.' },
  },
  {
    by: 'Mads Overgaard',
    about: ['demo-6-3', 'minutes', 'en plads i gruppen'],
    text: 'Vi har brug for at vide, hvornår den første plads skal besættes.',
    ruling: { by: 'Nanna Dyrlund', state: 'resolved', reason: '' },
  },
]

/** What was answered before they were approved; everybody else agreed by silence. */
export const ANSWERS: DemoAnswer[] = [
  { by: 'Signe Ravnborg', answer: 'noComments', text: '' },
  { by: 'Jørn Aastrup', answer: 'withComments', text: 'Se bemærkningen til punkt 2.' },
  { by: 'Mads Overgaard', answer: 'withComments', text: 'PLO-Fjordland peger på et medlem senest den 1.' },
  { by: 'Thorkild Enevoldsen', answer: 'noComments', text: '' },
]
