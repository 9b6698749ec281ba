import type { course as danish } from '../da/course.ts'

export const course: typeof danish = {
  label: 'Progress of the meeting',
  phases: {
    draft: 'Draft',
    sent: 'Sent out',
    live: 'In session',
    hearing: 'In consultation',
    approved: 'Approved',
    published: 'Published',
  },
  go: {
    draft: 'Back to draft',
    sent: 'Send out agenda',
    live: 'Begin the meeting',
    hearing: 'Send for consultation',
    approved: 'Approve minutes',
    published: 'Publish',
  },
  due: {
    draft: 'Agenda goes out {when}',
    sent: 'The meeting begins {when}',
    live: 'Minutes for consultation {when}',
    hearing: 'Consultation ends {when}',
  },
  late: {
    draft: 'The agenda should have been sent out',
    sent: 'The day of the meeting is past',
    live: 'The minutes should have been sent for consultation',
    hearing: 'The consultation has ended',
  },
  by: 'by {day}',
  since: 'since {when}',
  over: { one: 'one day overdue', many: '{n} days overdue' },
  locked: 'Approved {date}',
  lockedText: 'the text cannot be changed',
  publicPage: 'Public page',
  offline: 'needs a connection to the server',
  unsent: 'waits until everything is saved on the server',
  show: 'Show the progress of the meeting',
  share: 'Share',
  shareLong: 'Invite to the meeting',
}
