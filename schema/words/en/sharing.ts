import type { sharing as da } from '../da/sharing.ts'

export const sharing: typeof da = {
  title: 'Invite to the meeting',
  guest: 'Guest of this meeting',
  guestText: 'Sees this meeting only, from when the agenda is sent out. Reads and comments.',
  landing: 'Opens at',
  whole: 'The whole meeting',
  item: 'Item {n}: {title}',
  organisationOf: 'From',
  invited: 'Guests',
  pending: 'invited {date}, not opened',
  expired: 'the link has expired',
  revoke: 'Take back',
  revokeOf: 'Take back the invitation to {name}',
  remove: 'Remove',
  removeOf: 'Remove {name} from the meeting',
  newLinkOf: 'New link for {name}',
  revoked: '{name} is not invited any more.',
  draft: 'The meeting is a draft. Guests can read it once the agenda is sent out.',
  known: '{name} has an account. Pass on the address of the meeting:',
}
