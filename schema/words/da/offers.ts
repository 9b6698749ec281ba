export const offers = {
  label: 'Slettet imens',
  mine: 'Du skrev dette i et afsnit, som {name} slettede imens.',
  mineUnknown: 'Du skrev dette i et afsnit, som en kollega slettede imens.',
  theirs: '{name} skrev dette i et afsnit, som du slettede imens.',
  theirsUnknown: 'En kollega skrev dette i et afsnit, som du slettede imens.',
  item: 'Du skrev dette i et punkt, som en kollega slettede imens.',
  back: 'Sæt ind igen',
  bringBack: 'Hent punktet tilbage',
  letGo: 'Lad det ligge',
}
