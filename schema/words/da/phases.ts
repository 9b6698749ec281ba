import type { FindingKind } from '../../lint.ts'

/** What a paper lacks before it goes on; the server and the meeting's page say it alike. */
const findings: Record<FindingKind, string> = {
  noItems: 'Der er ingen punkter.',
  noDate: 'Mødet mangler dato.',
  noPlace: 'Mødet mangler sted.',
  noTitle: 'Punkt {n} mangler titel.',
  noCase: 'Punkt {n} mangler sagsfremstilling.',
  noMinutes: 'Punkt {n} mangler referat.',
  noDecision: 'Punkt {n} er til beslutning, men ingen beslutning er valgt.',
  noOwner: 'Punkt {n} har en opgave uden ansvarlig.',
  noAttendance: 'Det er ikke noteret, hvem der var til stede.',
  noReason: 'Det lukkede punkt {n} mangler en begrundelse.',
  noPublicWording:
    'Det lukkede punkt {n} mangler en offentlig ordlyd. Uden den kan referatet ikke offentliggøres.',
  notParted: 'Punkt {n} står som lukket, men alle kan stadig læse teksten. Luk punktet i dagsordenens menu.',
  hearingRuns: 'Høringsfristen er ikke udløbet.',
  openRemarks: 'Bemærkninger, der ikke er afgjort: {n}.',
  cannotApprove: 'Organisationer, der ikke kan godkende: {n}.',
}

export const phases = {
  findings,
  awaited: 'Har ikke svaret endnu: {names}.',
  more: 'Og {n} mere.',
  /** What the step to a phase does. */
  does: {
    draft: 'Kun sekretærer og formænd kan læse mødet, medmindre forummet viser kladder.',
    sent: 'Alle i forummet kan læse dagsordenen, og medlemmerne kan kommentere og svare. I kan stadig skrive.',
    live: 'I skriver referatet i det samme dokument, og alle i forummet kan følge med.',
    hearing: 'Medlemmerne kan kommentere og svare. I kan stadig skrive.',
    approved: 'Herefter kan ingen ændre teksten.',
    published:
      'Alle kan læse referatet på en offentlig side uden at logge ind. Kommentarer og opgaver er ikke med. Af lukkede punkter vises kun begrundelsen og den offentlige ordlyd.',
  },
  preview: 'Se siden, som den bliver',
  /** Beside a link to the meeting, for no step mails anybody. */
  passOn: 'Der sendes ingen mail om det. Giv selv linket til mødet videre.',
  passOnNoMail: 'Serveren kan ikke sende mail. Giv selv linket til mødet videre.',
  meetingLink: 'Link til mødet',
  backTo: {
    draft: 'Tilbage til kladde',
    sent: 'Tilbage til udsendt dagsorden',
    live: 'Tilbage til mødet',
    hearing: 'Tilbage til høring',
    approved: 'Træk offentliggørelsen tilbage',
  },
  /** What becomes of the answers when a meeting goes back. */
  answers: {
    anew: 'Høringen begynder forfra: Alle bliver spurgt igen.',
    ends: 'Høringen slutter.',
    given: {
      one: 'Der er kommet ét svar. Det tæller ikke med i en ny høring, men er gemt og kan læses under „Høringen“, når referatet er godkendt.',
      many: 'Der er kommet {n} svar. De tæller ikke med i en ny høring, men er gemt og kan læses under „Høringen“, når referatet er godkendt.',
    },
    none: 'Ingen har svaret endnu.',
    unknown:
      'Svar, der er kommet, tæller ikke med i en ny høring, men er gemt og kan læses under „Høringen“, når referatet er godkendt.',
  },
  looking: 'Ser efter, om noget mangler …',
  errors: 'Det skal være på plads først',
  warnings: 'Det mangler, men du kan gå videre',
  nothing: 'Der mangler ikke noget.',
  anyway: '{action} alligevel',
  reason: 'Hvorfor går mødet tilbage?',
  reasonHint: 'Alle, der kan læse mødet, kan se det.',
  reasonPublic:
    'Den offentlige side lukkes. Når referatet offentliggøres igen, står der på siden, at det er rettet, og hvad du har skrevet her.',
  backDo: 'Flyt tilbage',
  correction: {
    does: 'Teksten åbnes for sekretærerne, og ingen bliver spurgt igen. Når rettelsen er godkendt, kan referatet offentliggøres.',
    doesPublic:
      'Teksten åbnes for sekretærerne, og ingen bliver spurgt igen. Den offentlige side er lukket, indtil rettelsen er godkendt og offentliggjort.',
    reason: 'Hvad skal rettes?',
    reasonPublic: 'Det kommer til at stå på den offentlige side sammen med datoen.',
    go: 'Åbn for rettelse',
  },
  history: 'Forløbet indtil nu',
  nothingYet: 'Mødet er stadig en kladde.',
  changed: '{phase} {when}, {name}',
  unnamed: 'fra kommandolinjen',
  onward: 'Gå videre',
  backward: 'Gå tilbage',
  done: 'Fasen er nu: {phase}.',
  cancel: 'Annullér',
  close: 'Luk',
}
