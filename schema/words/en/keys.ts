import type { keys as da } from '../da/keys.ts'

export const keys: typeof da = {
  title: 'Keys',
  rows: {
    regions: 'Next or previous region',
    items: 'Previous or next item',
    find: 'Find in the meeting',
    move: 'Move an item in the agenda',
    lift: 'Lift an item, move it with the arrows, put it down',
    menu: 'Menu of an item in the agenda',
    bar: 'The editing bar',
    undo: 'Undo own changes, redo',
    marks: 'Bold, italic, link',
    lists: 'Numbered list, bullet list, task',
    insert: 'Insert, reference',
    attendance: 'Present, apology, substitute, on the attendance figure',
    keys: 'This list',
  },
}
