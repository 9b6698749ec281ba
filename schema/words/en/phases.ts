import type { phases as da } from '../da/phases.ts'

export const phases: typeof da = {
  findings: {
    noItems: 'There are no items.',
    noDate: 'The meeting has no date.',
    noPlace: 'The meeting has no place.',
    noTitle: 'Item {n} has no title.',
    noCase: 'Item {n} has no background.',
    noMinutes: 'Item {n} has no minutes.',
    noDecision: 'Item {n} is for decision, but no decision is chosen.',
    noOwner: 'Item {n} has a task without an owner.',
    noAttendance: 'Nobody is noted as present.',
    noReason: 'The closed item {n} has no reason.',
    noPublicWording:
      'The closed item {n} has no public wording. Without one the minutes cannot be published.',
    notParted:
      'Item {n} says that it is closed, but its text is not moved. Close it in the menu of the agenda.',
    hearingRuns: 'The consultation is still open.',
    openRemarks: 'Remarks that nobody has decided on: {n}.',
    cannotApprove: 'Organisations that cannot approve: {n}.',
  },
  awaited: 'Have not answered yet: {names}.',
  more: 'And {n} more.',
  does: {
    draft: 'Only secretaries and chairs can read the meeting, unless the forum shows drafts.',
    sent: 'Everybody in the forum can read the agenda, and members can comment and answer. You can still write.',
    live: 'You write the minutes in the same document, and everybody in the forum can follow.',
    hearing: 'Members can comment and answer. You can still write.',
    approved: 'From then on nobody can change the text.',
    published:
      'Anybody can read the minutes on a public page, without signing in. Comments and tasks are left out. Of closed items only the reason and the public wording are shown.',
  },
  preview: 'See the page as it will be',
  passOn: 'No e-mail is sent about it. Pass the link to the meeting on yourself.',
  passOnNoMail: 'The server cannot send e-mail. Pass the link to the meeting on yourself.',
  meetingLink: 'Link to the meeting',
  backTo: {
    draft: 'Back to draft',
    sent: 'Back to the agenda that was sent',
    live: 'Back to the meeting',
    hearing: 'Back to consultation',
    approved: 'Take the publication back',
  },
  answers: {
    anew: 'The consultation begins anew: everybody is asked again.',
    ends: 'The consultation ends.',
    given: {
      one: 'One answer has come. It does not count in a new consultation, but is kept, and can be read under “Consultation” once the minutes are approved.',
      many: '{n} answers have come. They do not count in a new consultation, but are kept, and can be read under “Consultation” once the minutes are approved.',
    },
    none: 'Nobody has answered yet.',
    unknown:
      'Answers that have come do not count in a new consultation, but are kept, and can be read under “Consultation” once the minutes are approved.',
  },
  looking: 'Looking whether anything is missing …',
  errors: 'This has to be in place first',
  warnings: 'This is missing, but you can go on',
  nothing: 'Nothing is missing.',
  anyway: '{action} anyway',
  reason: 'Why does the meeting go back?',
  reasonHint: 'Everybody who can read the meeting can see it.',
  reasonPublic:
    'The public page closes. When the minutes are published again, it says that they were corrected, and what you write here.',
  backDo: 'Move back',
  correction: {
    does: 'The text opens for the secretaries, and nobody is asked again. Once the correction is approved, the minutes can be published.',
    doesPublic:
      'The text opens for the secretaries, and nobody is asked again. The public page is closed until the correction is approved and published.',
    reason: 'What is to be corrected?',
    reasonPublic: 'It will stand on the public page, with the date.',
    go: 'Open for correction',
  },
  history: 'What has happened',
  nothingYet: 'The meeting is still a draft.',
  changed: '{phase} {when}, {name}',
  unnamed: 'from the command line',
  onward: 'Go on',
  backward: 'Go back',
  done: 'The phase is now: {phase}.',
  cancel: 'Cancel',
  close: 'Close',
}
