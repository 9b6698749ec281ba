export const removal = {
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
