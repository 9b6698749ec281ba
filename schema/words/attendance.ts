import type { Language } from './index.ts'

const da = {
  absenceMenu: {
    late: 'Til stede fra punkt …',
    early: 'Til stede til og med punkt …',
    recused: 'Inhabil i punkt …',
  },
  absenceOf: '{name}: {what}',
  ask: 'Kommer du?',
  change: 'Ret dit fremmøde',
  coming: 'Jeg kommer',
  apology: 'Afbud',
  instead: 'Afbud, en anden kommer i stedet …',
  insteadOf: 'Hvem kommer i stedet?',
  said: { coming: 'kommer', apology: 'afbud', instead: 'afbud, {name} kommer i stedet' },
  mine: 'du har meldt: {said}',
  theirs: 'har meldt: {said}',
  take: 'Skriv ind',
  takeLabel: 'Skriv ind, hvad {name} har meldt: {said}',
  taken: '{name} er skrevet ind: {said}',
  waiting: 'Sendes, når nettet er tilbage',
}

export type AttendanceWords = typeof da

const en: AttendanceWords = {
  absenceMenu: {
    late: 'Present from item …',
    early: 'Present up to and with item …',
    recused: 'Conflicted out of item …',
  },
  absenceOf: '{name}: {what}',
  ask: 'Are you coming?',
  change: 'Change your attendance',
  coming: 'I am coming',
  apology: 'Apology',
  instead: 'Apology, somebody else comes instead …',
  insteadOf: 'Who comes instead?',
  said: { coming: 'coming', apology: 'apology', instead: 'apology, {name} comes instead' },
  mine: 'you said: {said}',
  theirs: 'said: {said}',
  take: 'Enter',
  takeLabel: 'Enter what {name} said: {said}',
  taken: '{name} was entered: {said}',
  waiting: 'Will be sent when you are back online',
}

/** Words of one's own attendance; fetched with it. */
export const ATTENDANCE_WORDS: Record<Language, AttendanceWords> = { da, en }
