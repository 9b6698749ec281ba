import type { Language } from './index.ts'

const da = {
  lead: 'Hele mødet, som du så det. Det ligger kun på denne enhed, indtil du sletter det her.',
  from: 'Fra {time}',
  reasons: {
    missing: 'Ændringen byggede på noget, serveren ikke har.',
    forbidden: 'Du måtte ikke skrive i mødet.',
    garbage: 'Serveren kunne ikke læse ændringen.',
    tooLarge: 'Ændringen var for stor.',
    foreignClient: 'En anden skrev under samme kendetegn.',
    foreignEntry: 'Det, der blev ændret, har en anden skrevet.',
    closedItem: 'Punktet er lukket, eller det, der var skrevet i, var slettet.',
    diverged: 'Teksten her var ikke den samme som på serveren.',
  },
  fetch: 'Hent',
  delete: 'Slet herfra',
  sure: 'Det, der ikke blev sendt, findes måske kun her. Vil du slette det?',
  keep: 'Behold',
  removed: 'Teksten er slettet fra denne enhed',
}

export type KeptWords = typeof da

const en: KeptWords = {
  lead: 'The whole meeting as you saw it. It is only on this device until you delete it here.',
  from: 'From {time}',
  reasons: {
    missing: 'The change built on something the server does not have.',
    forbidden: 'You were not allowed to write in the meeting.',
    garbage: 'The server could not read the change.',
    tooLarge: 'The change was too large.',
    foreignClient: 'Somebody else wrote under the same mark.',
    foreignEntry: 'What was changed is somebody else’s.',
    closedItem: 'The item is closed, or what was written in had been deleted.',
    diverged: 'The text here was not the same as on the server.',
  },
  fetch: 'Download',
  delete: 'Delete from here',
  sure: 'What was not sent may be nowhere else. Delete it?',
  keep: 'Keep',
  removed: 'The text is deleted from this device',
}

/** Texts that were kept apart on this device; fetched when there are any. */
export const KEPT_WORDS: Record<Language, KeptWords> = { da, en }
