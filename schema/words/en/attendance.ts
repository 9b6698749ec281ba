import type { attendance as da } from '../da/attendance.ts'

export const attendance: typeof da = {
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
