import type { Language } from './index.ts'

const da = {
  menu: 'Slet kladden …',
  title: 'Slet denne kladde?',
  text: 'Mødet, teksten og kommentarerne slettes for alle, også på serveren. Det kan ikke fortrydes.',
  others: 'Lige nu har {names} mødet åbent.',
  offline: 'Det kræver forbindelse til serveren.',
  copy: 'Hent en kopi først',
  remove: 'Slet kladden',
  cancel: 'Annullér',
  done: 'Kladden er slettet',
}

export type RemovalWords = typeof da

const en: RemovalWords = {
  menu: 'Delete the draft …',
  title: 'Delete this draft?',
  text: 'The meeting, its text and its comments are deleted for everybody, on the server too. This cannot be undone.',
  others: '{names} have the meeting open now.',
  offline: 'This needs a connection to the server.',
  copy: 'Download a copy first',
  remove: 'Delete the draft',
  cancel: 'Cancel',
  done: 'The draft was deleted',
}

/** Words of deleting a draft; fetched with its dialog. */
export const REMOVAL_WORDS: Record<Language, RemovalWords> = { da, en }
