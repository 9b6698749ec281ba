import type { merged as da } from '../da/merged.ts'

export const merged: typeof da = {
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
