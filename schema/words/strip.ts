import type { Language } from './index.ts'

const da = {
  strips: {
    offline:
      'Ingen forbindelse siden kl. {t}. Du kan skrive videre. Det, du skriver, gemmes på denne enhed og sendes af sig selv.',
    offlineBrief: 'Uden net siden kl. {t}. Skriv bare videre.',
    silentBrief: 'Serveren svarer ikke. Skriv bare videre.',
    cannotSave:
      'Serveren kan ikke gemme lige nu. Du kan skrive videre. Det, du skriver, gemmes på denne enhed og sendes af sig selv, når serveren kan gemme igen.',
    savesAgain: 'Serveren kan gemme igen.',
    silent: 'Serveren har ikke taget imod noget siden kl. {t}. Alt gemmes på denne enhed.',
    silentAgain: 'Prøver igen om {n} sekunder.',
    silentAgainOne: 'Prøver igen om 1 sekund.',
    signIn: 'Du er logget ud på serveren. Du kan skrive videre. Log ind for at sende.',
    forbidden: 'Du har ikke længere adgang til dette møde. {n} ændringer er ikke sendt.',
    forbiddenOne: 'Du har ikke længere adgang til dette møde. 1 ændring er ikke sendt.',
    forbiddenNone: 'Du har ikke længere adgang til dette møde.',
    removed: 'En sekretær har slettet dette møde. {n} ændringer blev ikke sendt.',
    removedOne: 'En sekretær har slettet dette møde. 1 ændring blev ikke sendt.',
    removedNone: 'En sekretær har slettet dette møde.',
    tooOld: 'Der er en ny udgave. Din tekst gemmes her, og siden åbner igen ved samme punkt.',
    refused: 'Serveren kunne ikke tage imod {n} ændringer. De bliver på denne enhed.',
    refusedOne: 'Serveren kunne ikke tage imod 1 ændring. Den bliver på denne enhed.',
    refusedNone: 'Serveren kunne ikke tage imod en ændring. Den bliver på denne enhed.',
    kept: '{n} tekster, som serveren ikke kunne tage imod, ligger på denne enhed.',
    keptOne: 'En tekst, som serveren ikke kunne tage imod, ligger på denne enhed.',
    diverged: 'Mødet på denne enhed var ikke det samme som på serveren. Det åbnes igen derfra.',
    keptDiverged:
      'Mødet på denne enhed var ikke det samme som på serveren. Nu ser du serverens tekst; den, der stod her, er gemt på denne enhed.',
    unknownRoom: 'Serveren kender ikke dette møde. Alt gemmes på denne enhed.',
    unsaved: 'De sidste {n} ændringer er kun i dette vindue. Hent dem, før du lukker.',
    unsavedOne: 'Den sidste ændring er kun i dette vindue. Hent den, før du lukker.',
    low: 'Der er plads til omkring {n} sider mere på denne enhed.',
    lowOne: 'Der er plads til omkring 1 side mere på denne enhed.',
    lowNone: 'Der er næsten ikke plads til mere tekst på denne enhed.',
  },
  actions: {
    erase: 'Luk og slet herfra',
    retry: 'Prøv igen nu',
    signIn: 'Log ind',
    reload: 'Åbn ny udgave',
    fetch: 'Hent det usendte',
    reopen: 'Åbn igen',
    kept: 'Vis',
    free: 'Frigør plads',
    copy: 'Hent en kopi',
  },
  freed: {
    many: 'Kopier af {n} andre møder er fjernet fra denne enhed. De ligger på serveren.',
    one: 'Kopien af 1 andet møde er fjernet fra denne enhed. Det ligger på serveren.',
    none: 'Her er ingen kopier af andre møder, som kan undværes.',
  },
}

export type StripWords = typeof da

const en: StripWords = {
  strips: {
    offline:
      'No connection since {t}. You can keep writing. What you write is kept on this device and will be sent automatically.',
    offlineBrief: 'Offline since {t}. You can keep writing.',
    silentBrief: 'The server is silent. You can keep writing.',
    cannotSave:
      'The server cannot save right now. You can keep writing. What you write is kept on this device and sent by itself when the server can save again.',
    savesAgain: 'The server can save again.',
    silent: 'The server has not accepted anything since {t}. Everything is being kept on this device.',
    silentAgain: 'Trying again in {n} seconds.',
    silentAgainOne: 'Trying again in 1 second.',
    signIn: 'You are signed out on the server. You can keep writing. Sign in to send.',
    forbidden: 'You no longer have access to this meeting. {n} changes were not sent.',
    forbiddenOne: 'You no longer have access to this meeting. 1 change was not sent.',
    forbiddenNone: 'You no longer have access to this meeting.',
    removed: 'A secretary has deleted this meeting. {n} changes were not sent.',
    removedOne: 'A secretary has deleted this meeting. 1 change was not sent.',
    removedNone: 'A secretary has deleted this meeting.',
    tooOld: 'There is a new version. Your text is saved here and the page reopens at the same item.',
    refused: 'The server could not accept {n} changes. They stay on this device.',
    refusedOne: 'The server could not accept 1 change. It stays on this device.',
    refusedNone: 'The server could not accept a change. It stays on this device.',
    kept: '{n} texts that the server could not accept are on this device.',
    keptOne: 'A text that the server could not accept is on this device.',
    diverged: 'The meeting on this device was not the same as on the server. It is being opened from there.',
    keptDiverged:
      'The meeting on this device was not the same as on the server. You now see the server’s text; what stood here is kept on this device.',
    unknownRoom: 'The server does not know this meeting. Everything is being kept on this device.',
    unsaved: 'The last {n} changes are only in this window. Download them before closing.',
    unsavedOne: 'The last change is only in this window. Download it before closing.',
    low: 'There is room for about {n} more pages on this device.',
    lowOne: 'There is room for about 1 more page on this device.',
    lowNone: 'There is hardly any room for more text on this device.',
  },
  actions: {
    erase: 'Close and erase from here',
    retry: 'Try again now',
    signIn: 'Sign in',
    reload: 'Open new version',
    fetch: 'Download what was not sent',
    reopen: 'Open again',
    kept: 'Show',
    free: 'Free up space',
    copy: 'Download a copy',
  },
  freed: {
    many: 'Copies of {n} other meetings are removed from this device. They are on the server.',
    one: 'The copy of 1 other meeting is removed from this device. It is on the server.',
    none: 'There are no copies of other meetings here that can be spared.',
  },
}

/** Of the strip under the bar, and what can be done there; fetched with it. */
export const STRIP_WORDS: Record<Language, StripWords> = { da, en }
