import { common } from './common.ts'

/** Words of import and export: labels on a printed meeting, what an import reports, and why a source is refused. */
export const documents = {
  language: 'da',
  kinds: { agenda: 'Dagsorden', minutes: 'Udkast til referat' },
  /** What the kinds may also be called in a file that is read. */
  alsoKinds: { agenda: 'Dagsorden', minutes: 'Referat' },
  untitled: 'Møde',
  header: {
    forum: 'Forum',
    subject: 'Emne',
    number: 'Mødenummer',
    date: 'Mødedato',
    time: 'Tidspunkt',
    start: 'Start',
    end: 'Slut',
    place: 'Sted',
    online: 'Onlinemøde',
    people: 'Deltagere',
    nextMeetings: 'Næste møder',
  },
  nextMeeting: 'Næste møde',
  /** When a meeting is, where people read it. */
  when: 'Tid',
  people: {
    name: 'Navn',
    title: 'Titel',
    organisation: 'Organisation',
    group: 'Gruppe',
    functions: 'Funktion',
    attendance: 'Deltagelse',
    substituteFor: 'I stedet for',
    absences: 'Fremmøde pr. punkt',
    none: 'Uden organisation',
  },
  functions: {
    chair: 'mødeleder',
    cochair: 'medformand',
    host: 'vært',
    minutetaker: 'referent',
    secretary: 'sekretær',
    substitute: 'suppleant',
  },
  attendance: {
    present: 'til stede',
    apology: 'afbud',
    guest: 'gæst',
    observer: 'observatør',
    secretariat: 'sekretariat',
    absent: 'fraværende',
  },
  absences: {
    late: (item: string) => `fra punkt ${item}`,
    early: (item: string) => `til og med punkt ${item}`,
    recused: (item: string) => `inhabil i punkt ${item}`,
  },
  tookNoPart: (names: string) => `${names} deltog ikke i behandlingen.`,
  recused: (name: string) => `${name} (inhabil)`,
  and: (others: string, last: string) => `${others} og ${last}`,
  sections: {
    case: 'Sagsfremstilling',
    recommendation: 'Indstilling',
    attachments: 'Bilag',
    minutes: 'Referat',
  },
  item: {
    number: 'Nummer',
    presenters: 'Ved',
    duration: 'Tid',
    minutesUnit: 'min.',
    kind: 'Type',
    closed: 'Lukket punkt',
    closedReason: 'Begrundelse for lukket punkt',
    publicWording: 'Offentlig ordlyd',
    outcomes: 'Udfald',
  },
  itemKinds: { decision: 'Beslutning', discussion: 'Drøftelse', information: 'Orientering' },
  outcomes: {
    adopted: 'Indstillingen godkendt',
    adoptedWith: 'Indstillingen godkendt med bemærkning',
    noted: 'Taget til efterretning',
    discussed: 'Drøftet',
    postponed: 'Udsat',
    forwarded: 'Sendt videre',
    rejected: 'Ikke fulgt',
  },
  /** The same where people read it and there is no recommendation. */
  outcomesAlone: { adopted: 'Godkendt', adoptedWith: 'Godkendt med bemærkning', rejected: 'Ikke godkendt' },
  /** The same where people read it: not to be taken for an item of the agenda. */
  ofPoint: (point: number, outcome: string) => `${point}. punkt: ${outcome}`,
  outcomePoint: (point: number) => `punkt ${point}`,
  outcomeTo: (to: string) => `til ${to}`,
  task: { label: 'Opgave', owner: 'Ansvarlig', due: 'Frist' },
  yes: 'ja',
  annexes: 'Bilagstekster',
  page: 'Side',
  of: 'af',
  annexKinds: { minutes: 'Referat', extract: 'Uddrag', charter: 'Kommissorium', document: 'Dokument' },
  footnotes: 'Noter',
  backToText: (number: number) => `Tilbage til teksten ved note ${number}`,
  toNote: (number: number) => `Note ${number}`,
  closedBecause: (reason: string) => `Begrundelse: ${reason}`,
  closedFallback: 'Punktet blev behandlet for lukkede døre. Den offentlige ordlyd mangler.',
  months: common.months,
  weekdays: common.weekdays,
  date: (day: number, month: string, year: string) => `${day}. ${month} ${year}`,
  /** The title of those who are of the secretariat, and no more. */
  secretariat: /^(det fælles )?sekretariatet?$/i,
  meetingNumber: (number: number) => `${number}. møde`,
  approved: (date: string) => `Godkendt ${date}`,
  published: (date: string) => `Offentliggjort ${date}`,
  corrected: (date: string, what: string) => `Rettet ${date}: ${what}`,
  /** Published minutes where anybody reads them, and the list of all of them. */
  site: {
    skip: 'Gå til referatet',
    contents: 'Indhold',
    all: 'Alle referater',
    list: 'Offentliggjorte referater',
    none: 'Der er ikke offentliggjort noget endnu.',
    undated: 'Uden dato',
    pages: 'Sider',
    newer: 'Forrige side',
    older: 'Næste side',
    preview: 'Forhåndsvisning. Sådan bliver den offentlige side; den er ikke offentlig endnu.',
    held: (forum: string, date: string) => `${forum} den ${date}`,
  },
  dayOf: (weekday: string, day: number, month: string, year: number) =>
    `${weekday} den ${day}. ${month} ${year}`,
  clock: (time: string) => `kl. ${time.replace(/^0/, '').replace(':', '.')}`,
  clockSpan: (start: string, end: string) =>
    `kl. ${start.replace(/^0/, '').replace(':', '.')}–${end.replace(/^0/, '').replace(':', '.')}`,
  report: {
    kindByContent: 'Dokumentet hedder dagsorden, men indeholder et referat. Det er læst som et referat.',
    kindGuessed:
      'Dokumentet siger ikke, om det er en dagsorden eller et referat. Typen er gættet ud fra indholdet.',
    forumMissing: 'Forummets navn blev ikke fundet.',
    forumAmong: (forum: string, others: string) =>
      `Flere navne står øverst. ${forum} er læst som forummet, ${others} som det, det hører under.`,
    dateMissing: 'Mødets dato blev ikke fundet.',
    yearFromWeekday: (date: string) =>
      `Årstallet mangler. Det er regnet ud fra ugedagen og resten af teksten: ${date}`,
    yearFromText: (date: string) => `Årstallet mangler. Det er taget fra resten af teksten: ${date}`,
    yearUnknown: (printed: string) => `Årstallet mangler og kan ikke regnes ud: ${printed}`,
    weekdayDiffers: (printed: string, weekday: string) => `Datoen „${printed}“ falder på en ${weekday}.`,
    otherDate: (quote: string) => `Her står en anden dato eller et andet tidspunkt end mødets: ${quote}`,
    endGuessed: (printed: string) => `Sluttidspunktet er gættet, fordi der kun står klokkeslæt: ${printed}`,
    placeGuessed: (place: string) => `Stedet er gættet, for der står ikke „Sted“: ${place}`,
    personGuessed: (line: string) => `Linjen er læst som en person: ${line}`,
    personUnplaced: (line: string) => `Linjen står blandt deltagerne, men ligner ikke en person: ${line}`,
    personAdded: (name: string) => `${name} er nævnt uden at stå på deltagerlisten og er føjet til.`,
    nameMatched: (printed: string, name: string) => `„${printed}“ er læst som ${name}.`,
    apologyFromText: (name: string) => `Afbuddet står i teksten, ikke på deltagerlisten: ${name}`,
    recusedFromText: (name: string) => `Inhabil i punktet ifølge teksten: ${name}`,
    functionFromText: (name: string, what: string) => `${name} er ${what} ifølge teksten.`,
    presentersFromText: (names: string) => `Oplægsholder er fundet i teksten: ${names}`,
    kindFromTitle: (kind: string) => `Punktets type er gættet ud fra titlen eller indstillingen: ${kind}`,
    closedFromTitle: (title: string) =>
      `Punktet er læst som lukket. Begrundelsen og den offentlige ordlyd mangler: ${title}`,
    unlabelledMinutes: (quote: string) => `Teksten har ingen overskrift, men er læst som referat: ${quote}`,
    outcome: (outcome: string, quote: string) => `${outcome}: ${quote}`,
    unnumbered: (title: string) => `Punktet har intet nummer: ${title}`,
    gap: (from: string, to: string) => `Nummereringen springer fra ${from} til ${to}.`,
    tableOfItems: (head: string) => `Tabellen er læst som punkter, et pr. række: ${head}`,
    rowCounted: (number: string, title: string) =>
      `Rækken har intet nummer og er talt som ${number}: ${title}`,
    quotationOpened: (count: number) =>
      `Teksten er for det meste et citat og er læst som dokumentet selv: ${count} linjer`,
    forumGuessed: (forum: string) => `Forummets navn er gættet, for der står ikke „Forum“: ${forum}`,
    groupGuessed: (line: string) => `Linjen er læst som overskrift over deltagere: ${line}`,
    personsParted: (names: string) => `Flere personer stod på én linje og er delt op: ${names}`,
    returned: (quote: string) => `Listen slutter her, og teksten hører til det, listen afbrød: ${quote}`,
    weakHeading: (title: string) => `Er det et punkt? ${title}`,
    front: (quote: string) => `Stod før første punkt og kunne ikke placeres: ${quote}`,
    joined: (quote: string) => `Et afsnit var delt af et sideskift og er samlet: ${quote}`,
    hyphen: (word: string) => `Et ord var delt over to linjer: ${word}`,
    noteInAttachment: (title: string) => `Noten hører til et bilag og står i sagsfremstillingen: ${title}`,
    noteWithoutMark: (quote: string) =>
      `Noten har intet mærke i teksten og står i sagsfremstillingen: ${quote}`,
    emptyLink: (text: string) => `Linket har ingen adresse: ${text}`,
    annexFound: (title: string, kind: string) => `Teksten herfra er læst som bilag (${kind}): ${title}`,
    nextMeetingYear: (date: string) => `Næste mødes årstal er regnet ud fra mødets dato: ${date}`,
    nextMeetingYearUnknown: (printed: string) =>
      `Næste møde er ikke læst, for årstallet kan ikke regnes ud: ${printed}`,
    nextMeetingFromText: (date: string) => `Næste møde er fundet i teksten: ${date}`,
    nextMeetingPlace: (place: string) => `Stedet for næste møde er gættet: ${place}`,
    groupEmpty: (line: string) => `Overskriften har ingen deltagere under sig: ${line}`,
    codePage:
      'Filen er ikke i UTF-8 og er læst som Windows-1252. Se efter, om æ, ø, å og accenter står rigtigt.',
    gathered: {
      presenters: (count: number, which: string) =>
        `Oplægsholdere er gættet ud fra en parentes, en skråstreg eller en kolonne (${count}): ${which}`,
      durations: (count: number, which: string) =>
        `Tidsforbruget er regnet ud fra klokkeslæt (${count}): ${which}`,
      points: (count: number, which: string) =>
        `Linjer uden nummer er læst som punkter i indstillingen (${count}): ${which}`,
      offices: (count: number, which: string) =>
        `Titel eller organisation er gættet ud fra, hvor den står (${count}): ${which}`,
      present: (count: number, which: string) =>
        `Noteret som til stede, fordi der ikke står andet (${count}): ${which}`,
      partly: (count: number, which: string) =>
        `Deltog i en del af mødet ifølge teksten (${count}): ${which}`,
      wrapped: (count: number) => `Brudte linjer er samlet til hele afsnit: ${count}`,
    },
    noAgenda: 'Der blev ikke fundet punkter. Hele teksten står i ét punkt.',
    controlCharacters: (count: number) => `${count} styretegn er fjernet.`,
    moreItems: (count: number) =>
      `Der er ${count} overskrifter mere, end der kan læses som punkter. De står som tekst i det sidste punkt.`,
    restIsText: (count: number) =>
      `Teksten er for lang til at blive læst linje for linje. De sidste ${count} linjer står som almindelig tekst.`,
    labels: (labels: string) => `Overskrifter, der blev til afsnit: ${labels}`,
    more: (count: number) => `og ${count} til`,
  },
  errors: {
    empty: {
      expected: 'En dagsorden eller et referat med tekst.',
      came: (name: string) => `${name} er tom.`,
    },
    binary: {
      expected: 'En tekstfil (.txt), Markdown (.md) eller meeting.json.',
      came: (name: string) => `${name} er ikke tekst.`,
    },
    tooLarge: {
      expected: (limit: string) => `En fil på højst ${limit}.`,
      came: (name: string, size: string) => `${name} fylder ${size}.`,
    },
    noAgenda: {
      expected: 'Et dokument med punkter, for eksempel „1. Velkomst“ eller „Punkt 1: Velkomst“.',
      came: (name: string) => `Der er ingen punkter i ${name}.`,
    },
    json: {
      expected: (what: string) => `Forventet: ${what}.`,
      came: (path: string, what: string) => `Feltet ${path} er ${what}.`,
    },
    safe: 'Filen er ikke ændret, og der er ikke oprettet noget.',
    source: 'Filen',
    wholeFile: '(hele filen)',
  },
}
