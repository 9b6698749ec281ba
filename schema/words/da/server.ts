/** What the server says: errors of the HTTP API, mails, and the terminal. */
export const server = {
  errors: {
    signIn: 'Log ind først.',
    foreignOrigin: 'Anmodningen kommer fra en anden side og er afvist.',
    forbidden: 'Det har du ikke adgang til. Bed forummets sekretær om hjælp.',
    operatorOnly: 'Det kan kun den, der driver serveren, eller en sekretær gøre.',
    linkNotYours:
      'Personen har en konto, der også bruges andre steder. Kun den, der driver serveren, kan lave et link til den.',
    unknownForum: 'Forummet findes ikke, eller du er ikke medlem af det.',
    unknownMember: 'Personen er ikke medlem af forummet.',
    unknownMeeting: 'Mødet findes ikke, eller du har ikke adgang til det.',
    unknownOrganisation: 'Organisationen hører ikke til forummet.',
    unknownRoute: 'Adressen findes ikke.',
    idTaken: 'Nummeret er brugt af noget andet. Prøv igen.',
    alreadyMember: 'Personen er allerede medlem af forummet.',
    lastSecretary: 'Forummet skal have mindst én sekretær. Gør en anden til sekretær først.',
    linkUsed: 'Linket er brugt. Bed om et nyt.',
    linkOld: 'Linket er for gammelt. Bed om et nyt.',
    linkUnknown: 'Linket er ikke gyldigt. Kontrollér, at hele adressen er med, eller bed om et nyt.',
    tooOften: 'Det er prøvet for mange gange. Vent {seconds} sekunder.',
    badRequest: 'Noget i anmodningen er forkert: {what}',
    tooLarge: 'Anmodningen er for stor.',
    internal: 'Serveren kunne ikke gøre det. Intet er ændret. Prøv igen om lidt.',
  },
  mail: {
    signInSubject: 'Log ind i Samreferat',
    signInText:
      'Åbn linket for at logge ind. Det gælder i {minutes} minutter og kan bruges én gang.\n\n{link}\n\nHar du ikke bedt om det, kan du se bort fra mailen.\n',
    invitationSubject: 'Invitation til {forum}',
    invitationText:
      '{inviter} har inviteret dig til {forum} i Samreferat.\n\nÅbn linket for at logge ind. Det gælder i {days} dage og kan bruges én gang.\n\n{link}\n',
    addedText: '{inviter} har føjet dig til {forum} i Samreferat.\n\n{link}\n',
  },
}
