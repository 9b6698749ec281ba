import type { Language } from './index.ts'

const da = {
  both: '{a}, {b}',
  sent: '{n} ændringer sendt',
  sentOne: '1 ændring sendt',
  received: '{n} steder ændret af andre',
  receivedOne: '1 sted ændret af andre',
  deletedHere: 'Du slettede afsnittet, mens en kollega skrev i det. Der stod:',
  deletedThere: 'En kollega slettede afsnittet, mens du skrev i det. Der stod:',
  itemHere: 'Du slettede punktet, mens en kollega skrev i det. Der stod:',
  itemThere: 'En kollega slettede punktet, mens du skrev i det. Der stod:',
  movedHere: 'Du gav afsnittet en anden form eller plads, mens en kollega skrev i det. Nu står der:',
  movedThere:
    'En kollega gav afsnittet en anden form eller plads, mens du skrev i det. Nu står der, med dine ord:',
  known: {
    same: 'Du og {names} skrev begge her. Begge dele står der nu.',
    deletedHere: 'Du slettede afsnittet, mens {names} skrev i det. Der stod:',
    itemHere: 'Du slettede punktet, mens {names} skrev i det. Der stod:',
    movedHere: 'Du gav afsnittet en anden form eller plads, mens {names} skrev i det. Nu står der:',
  },
  byNames: 'Ændret af {names}',
  byBoth: 'Ændret af jer begge, hvert sit sted',
  gone: 'Punkt, der er slettet',
  same: 'I skrev begge her. Begge dele står der nu.',
  lookHere: 'Se efter her',
  noOverlap: 'Flettet uden overlap',
  byOthers: 'Ændret af andre',
  byYou: 'Ændret af dig',
  head: 'Hoved og deltagere',
}

export type MergedWords = typeof da

const en: MergedWords = {
  both: '{a}, {b}',
  sent: '{n} changes sent',
  sentOne: '1 change sent',
  received: '{n} places changed by others',
  receivedOne: '1 place changed by others',
  deletedHere: 'You deleted the paragraph while a colleague wrote in it. It said:',
  deletedThere: 'A colleague deleted the paragraph while you wrote in it. It said:',
  itemHere: 'You deleted the item while a colleague wrote in it. It said:',
  itemThere: 'A colleague deleted the item while you wrote in it. It said:',
  movedHere: 'You gave the paragraph another form or place while a colleague wrote in it. It now says:',
  movedThere:
    'A colleague gave the paragraph another form or place while you wrote in it. It now says, with your words:',
  known: {
    same: 'You and {names} both wrote here. Both parts are there now.',
    deletedHere: 'You deleted the paragraph while {names} wrote in it. It said:',
    itemHere: 'You deleted the item while {names} wrote in it. It said:',
    movedHere: 'You gave the paragraph another form or place while {names} wrote in it. It now says:',
  },
  byNames: 'Changed by {names}',
  byBoth: 'Changed by both of you, in different places',
  gone: 'An item that is deleted',
  same: 'You both wrote here. Both parts are there now.',
  lookHere: 'Look here',
  noOverlap: 'Merged without overlap',
  byOthers: 'Changed by others',
  byYou: 'Changed by you',
  head: 'Header and participants',
}

/** What came together, told item by item; fetched when something did. */
export const MERGED_WORDS: Record<Language, MergedWords> = { da, en }
