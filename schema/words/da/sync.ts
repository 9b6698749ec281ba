/** Where the text is, what happened to it, and what came together. */
export const sync = {
  text: {
    server: 'Gemt på serveren',
    sending: 'Sender {n} ændringer',
    sendingOne: 'Sender 1 ændring',
    fetching: 'Henter fra serveren',
    local: 'Gemt lokalt – {n} ændringer venter',
    localOne: 'Gemt lokalt – 1 ændring venter',
    saving: 'Gemmer …',
    localOnly: 'Gemt på denne enhed',
    silent: 'Gemt lokalt – serveren svarer ikke',
    cannotSave: 'Gemt lokalt – serveren kan ikke gemme',
    refused: 'Gemt lokalt – {n} ændringer kan ikke sendes',
    refusedOne: 'Gemt lokalt – 1 ændring kan ikke sendes',
    forbidden: 'Adgang fjernet',
    removed: 'Mødet er slettet',
    unsaved: 'Kan ikke gemmes her',
  },
  /** Of texts that were kept apart (schema/words/kept.ts). */
  keptTitle: 'Tekst, der er lagt til side',
  /** What the way of the text is called (schema/words/story.ts). */
  label: 'Hvor er min tekst',
  /** Of what came together (schema/words/merged.ts). */
  merged: {
    again: 'Se, hvad der blev flettet kl. {t}',
    show: 'Vis',
    title: 'Siden du mistede forbindelsen',
  },
  offers: {
    isBack: 'Teksten er sat ind igen',
    toldOne: 'Noget tekst blev slettet imens. Det kan sættes ind igen.',
    told: '{n} stykker tekst blev slettet imens. De kan sættes ind igen.',
  },
}
