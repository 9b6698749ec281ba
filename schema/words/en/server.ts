import type { server as da } from '../da/server.ts'

export const server: typeof da = {
  nothingPublic: {
    title: 'There is nothing at this address',
    text: 'Published minutes have an address of their own. Use the link as it was sent, or ask the secretariat.',
  },
  notPublished: {
    title: 'The minutes are not here',
    text: 'They are not published, or were taken back to be put right.',
  },
  errors: {
    signIn: 'Sign in first.',
    foreignOrigin: 'The request comes from another site and was refused.',
    forbidden: 'You have no access to that. Ask a secretary of the forum for help.',
    operatorOnly: 'Only whoever runs the server, or a secretary, can do that.',
    linkNotYours:
      'This person has an account that is used elsewhere too. Only whoever runs the server can make a link to it.',
    unknownForum: 'There is no such forum, or you are not a member of it.',
    unknownMember: 'This person is not a member of the forum.',
    unknownMeeting: 'There is no such meeting, or you have no access to it.',
    unknownOrganisation: 'The organisation does not belong to the forum.',
    organisationInUse: 'Somebody belongs to the organisation. Give them another one first.',
    unknownRoute: 'There is no such address.',
    idTaken: 'The number is used by something else. Try again.',
    alreadyMember: 'This person is a member of the forum already.',
    addressStays: 'The mail address cannot be changed here. Ask whoever runs the server for help.',
    addressTaken: 'The address is used by another account. Write another one.',
    lastSecretary: 'The forum must have at least one secretary. Make somebody else a secretary first.',
    phaseStep: 'The meeting cannot go to that phase from here.',
    noDraft: 'Only a draft that was never sent out can be deleted.',
    meetingRemoved: 'The meeting was deleted.',
    phaseMoved: 'Somebody else has just changed the phase of the meeting. Have a look, and try again.',
    phaseErrors: 'The meeting cannot go on yet. {what}',
    phaseWarnings: 'Something is missing. {what} Have a look, and go on if it is meant to be so.',
    reasonNeeded: 'Say why the meeting goes back, in at least {n} characters.',
    noRound: 'The meeting is not in consultation.',
    noRecord: 'No consultation was recorded for the meeting.',
    nobodyAsked: 'At least one must be asked.',
    deadlinePast: 'The deadline is past already. Choose a later time.',
    unknownItem: 'There is no such item in the meeting, or it is not closed.',
    itemMoved: 'Somebody else has just closed or opened the item. Look again, and try once more.',
    readersMoved:
      'Somebody else has just changed who may read the item. Close the window, open it again, and have a look.',
    closesOutSelf:
      'Whoever closes an item must be able to read it. Take yourself off the list of exceptions.',
    unknownGuest: 'This person is not a guest of the meeting.',
    alreadyGuest: 'This person is already a guest of the meeting.',
    linkUsed: 'The link has been used. Ask for a new one.',
    linkOld: 'The link is too old. Ask for a new one.',
    linkUnknown: 'The link is not valid. Check that the whole address is there, or ask for a new one.',
    tooOften: 'That was tried too many times. Wait {seconds} seconds.',
    badRequest: 'Something in the request is wrong: {what}',
    tooLarge: 'The request is too large.',
    mailFailed:
      'The mail could not be sent, but the person is on the list. Make a new link for them in a moment.',
    internal: 'The server could not do that. Nothing was changed. Try again in a moment.',
  },
  mail: {
    signInSubject: 'Sign in to Samreferat',
    signInText:
      'Open the link to sign in. It is good for {minutes} minutes and can be used once.\n\n{link}\n\nIf you did not ask for it, you can ignore this mail.\n',
    invitationSubject: 'Invitation to {forum}',
    invitationText:
      '{inviter} has invited you to {forum} in Samreferat.\n\nOpen the link to sign in. It is good for {days} days and can be used once.\n\n{link}\n',
    guestSubject: 'Invitation to a meeting of {forum}',
    guestText:
      '{inviter} has invited you as a guest to a meeting of {forum} in Samreferat.\n\nOpen the link to sign in. It is good for {days} days and works once.\n\n{link}\n',
    guestAddedText: '{inviter} has invited you as a guest to a meeting of {forum} in Samreferat.\n\n{link}\n',
    at: '{date} at {hour}:{minute}',
    reminders: {
      sent: {
        subject: 'Reminder to answer on the agenda: {meeting}',
        text: '{forum} has sent out the agenda. An answer from your organisation is missing.\n\nAnswer by {deadline}. No answer counts as consent.\n\n{link}\n\nKind regards\n{inviter}\n',
        late: '{forum} has sent out the agenda. The deadline for answers was {deadline}, and an answer from your organisation is missing. You can still answer; it will be marked as having come after the deadline.\n\n{link}\n\nKind regards\n{inviter}\n',
      },
      hearing: {
        subject: 'Reminder to answer on the minutes: {meeting}',
        text: '{forum} has sent the minutes for consultation. An answer from your organisation is missing.\n\nAnswer by {deadline}. No answer counts as consent.\n\n{link}\n\nKind regards\n{inviter}\n',
        late: '{forum} has sent the minutes for consultation. The deadline for answers was {deadline}, and an answer from your organisation is missing. You can still answer; it will be marked as having come after the deadline.\n\n{link}\n\nKind regards\n{inviter}\n',
      },
    },
    addedText: '{inviter} has added you to {forum} in Samreferat.\n\n{link}\n',
  },
  terminal: {
    port: 'PORT must be a number from 0 to 65535, but is "{came}".',
    httpAddress: 'BASE_URL must be an address that begins with http:// or https://, but is "{came}".',
    smtpAddress: 'SMTP_URL must be an address that begins with smtp:// or smtps://, but is "{came}".',
    baseUrlPath: 'BASE_URL must be an address without a path, but is "{came}".',
    trustProxy:
      'TRUST_PROXY must be addresses of proxies, like 10.0.0.2 or 10.0.0.0/8, with commas between, but is "{came}".',
    dataDir: 'The data folder {folder} cannot be written: {why}',
    ledger: 'The ledger {file} cannot be opened: {why}',
    ledgerInUse: 'The ledger {file} cannot be opened: a server has it open. Stop it first.',
    portInUse: 'Port {port} on {address} is in use. Stop what uses it, or set PORT to another.',
    portForbidden: 'Port {port} may not be opened. Set PORT to one above 1023.',
    host: 'HOST does not name an address of this computer: {why}.',
    listens: 'Samreferat: {url}',
    newServer:
      'This server is new. Open this link to become its operator and make the first forum.\nIt can be used once, within {days} days:',
    noOperator:
      'This server has no operator yet. Open this link to become its operator.\nIt can be used once, within {days} days:',
    newLink: 'If the link is lost, this command gives a new one: npx samreferat link <your mail> --operator',
    demo: 'A fictional forum is filled in. Each link signs one person in, once, within a day:',
    noAccount: 'There is no account with the address {email}. Make one with "link".',
    tokensEnded:
      'Tokens of {email} are good no more. What is connected by one of them is so until the server is started again.',
    noLedger: 'There is no ledger in {folder}. Set DATA_DIR to the data folder.',
    oneFile: 'One file is expected, but "{came}" came.',
    noFile: 'There is no file {file}.',
    backedUp: '{file} is written.',
    backupExists: 'There is a file {file} already. Choose another name; it is unchanged.',
    noBackupMade: '{file} is not written: {why}',
    noBackup: '{file} is no whole backup: {why}. The data folder is unchanged.',
    restoreOver:
      'There is data in {folder}. With --replace it is put aside in a folder of its own, and the backup takes its place.',
    restoreInterrupted: 'A restore in {folder} was interrupted. Run it again with --replace.',
    restored:
      '{folder} is restored: {rooms} rooms read. Text that somebody still has comes back when they open the meeting.',
    closedAgain: 'Items that were closed after the backup and are closed again: {closed}.',
    mayBeOpen:
      'An item that was closed after the backup is open again: nothing here knows that it was closed. Look through the meetings before others come in.',
    linksEnded:
      'Sign-in links from before are good no longer, for they may have been used since. Make new ones for those who have yet to get in.',
    closingsUnread:
      'What was closed after the backup cannot be read in {folder}: {why}. With --without-closings it will be open again. The data folder is unchanged.',
    putAside: 'What was there before is in {folder}.',
    people: 'The database {file} cannot be opened: {why}',
    checked: '{rooms} rooms read, {damaged} damaged.',
    oneEmail: 'One mail address is expected, but "{came}" came.',
    role: '--role must be one of {roles}, but is "{came}".',
    noForum: 'There is no forum with the id or name "{came}".',
    severalForums: 'Several forums are named "{came}". Give the id, one of: {ids}.',
    convertUsage: 'Two files are expected: samreferat convert <in> <out>.',
    sameFile: 'Both files are the same, {file}.',
    unreadable: '{file} cannot be read: {why}',
    unwritable: '{file} cannot be written: {why}',
    format: 'The ending of {file} must be one of {formats}.',
    converted: '{file} is written: {items} items, {people} people.',
  },
}
