import type { Language } from './index.ts'

const da = {
  lead: 'Det, du skrev, og hele mødet, som du så det. Det ligger kun på denne enhed, indtil du sletter det her.',
  place: 'Du skrev i punkt {n}, {section}:',
  beside: 'Du skrev i kommentarerne:',
  from: 'Fra {time}',
  reasons: {
    missing: 'Ændringen byggede på noget, serveren ikke har.',
    forbidden:
      'Da ændringen nåede serveren, kunne du ikke længere skrive i mødet. Det kan være godkendt imens.',
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
  lead: 'What you wrote, and the whole meeting as you saw it. It is only on this device until you delete it here.',
  place: 'You wrote in item {n}, {section}:',
  beside: 'You wrote in the comments:',
  from: 'From {time}',
  reasons: {
    missing: 'The change built on something the server does not have.',
    forbidden:
      'When the change reached the server, you could no longer write in the meeting. It may have been approved meanwhile.',
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
