import type { missing as da } from '../da/missing.ts'

export const missing: typeof da = {
  title: 'Not loaded yet',
  unreachable:
    'The meeting is not on this device, and the server cannot be reached. It opens by itself when there is a connection.',
  unknown: 'The server does not know this meeting.',
  forbiddenTitle: 'The meeting cannot be read',
  forbidden:
    'Perhaps it is a draft: the members of the forum can read it once the agenda is sent out. Otherwise it is not shared with you.',
  tooOld: 'There is a new version that the meeting must be opened with.',
  signIn: 'The meeting is not on this device. Sign in to load it.',
  removed: 'A secretary has deleted the meeting.',
}
