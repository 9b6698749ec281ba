import type { kept as da } from '../da/kept.ts'

export const kept: typeof da = {
  lead: 'What you wrote, and the whole meeting as you saw it. It is only on this device until you delete it here.',
  place: 'You wrote in item {n}, {section}:',
  beside: 'You wrote in the comments:',
  from: 'From {time}',
  reasons: {
    missing: 'The change built on something the server does not have.',
    forbidden:
      'When the change reached the server, you could no longer write in the meeting. It may have been approved meanwhile.',
    garbage: 'The server could not read the change.',
    tooLarge: 'The change was too large.',
    foreignClient: 'Somebody else wrote under the same mark.',
    foreignEntry: 'What was changed is somebody else’s.',
    closedItem: 'The item is closed, or what was written in had been deleted.',
    diverged: 'The text here was not the same as on the server.',
  },
  fetch: 'Download',
  delete: 'Delete from here',
  sure: 'What was not sent may be nowhere else. Delete it?',
  keep: 'Keep',
  removed: 'The text is deleted from this device',
}
