import type { removal as da } from '../da/removal.ts'

export const removal: typeof da = {
  menu: 'Delete the draft …',
  title: 'Delete this draft?',
  text: 'The meeting, its text and its comments are deleted for everybody, on the server too. This cannot be undone.',
  others: '{names} have the meeting open now.',
  offline: 'This needs a connection to the server.',
  copy: 'Download a copy first',
  remove: 'Delete the draft',
  cancel: 'Cancel',
  done: 'The draft was deleted',
}
