import type { server as da } from '../da/server.ts'

export const server: typeof da = {
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
    unknownRoute: 'There is no such address.',
    idTaken: 'The number is used by something else. Try again.',
    alreadyMember: 'This person is a member of the forum already.',
    lastSecretary: 'The forum must have at least one secretary. Make somebody else a secretary first.',
    linkUsed: 'The link has been used. Ask for a new one.',
    linkOld: 'The link is too old. Ask for a new one.',
    linkUnknown: 'The link is not valid. Check that the whole address is there, or ask for a new one.',
    tooOften: 'That was tried too many times. Wait {seconds} seconds.',
    badRequest: 'Something in the request is wrong: {what}',
    tooLarge: 'The request is too large.',
    internal: 'The server could not do that. Nothing was changed. Try again in a moment.',
  },
  mail: {
    signInSubject: 'Sign in to Samreferat',
    signInText:
      'Open the link to sign in. It is good for {minutes} minutes and can be used once.\n\n{link}\n\nIf you did not ask for it, you can ignore this mail.\n',
    invitationSubject: 'Invitation to {forum}',
    invitationText:
      '{inviter} has invited you to {forum} in Samreferat.\n\nOpen the link to sign in. It is good for {days} days and can be used once.\n\n{link}\n',
    addedText: '{inviter} has added you to {forum} in Samreferat.\n\n{link}\n',
  },
}
