import type { offers as da } from '../da/offers.ts'

export const offers: typeof da = {
  label: 'Deleted meanwhile',
  mine: 'You wrote this in a paragraph that {name} deleted meanwhile.',
  mineUnknown: 'You wrote this in a paragraph that a colleague deleted meanwhile.',
  theirs: '{name} wrote this in a paragraph that you deleted meanwhile.',
  theirsUnknown: 'A colleague wrote this in a paragraph that you deleted meanwhile.',
  item: 'You wrote this in an item that a colleague deleted meanwhile.',
  back: 'Insert again',
  bringBack: 'Bring the item back',
  letGo: 'Leave it',
}
