export const kept = {
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
