/** The way of a meeting through its phases, as bar and lists tell it. */
export const course = {
  label: 'Mødets forløb',
  phases: {
    draft: 'Kladde',
    sent: 'Udsendt',
    live: 'Under møde',
    hearing: 'I høring',
    approved: 'Godkendt',
    published: 'Offentliggjort',
  },
  /** The button that brings a meeting to the phase. */
  go: {
    draft: 'Tilbage til kladde',
    sent: 'Udsend dagsorden',
    live: 'Start mødet',
    hearing: 'Send i høring',
    approved: 'Godkend referat',
    published: 'Offentliggør',
  },
  /** What is due in the phase. */
  due: {
    draft: 'Dagsorden udsendes {when}',
    sent: 'Mødet begynder {when}',
    live: 'Referat i høring {when}',
    hearing: 'Høringsfrist {when}',
  },
  /** The same when the day is past. */
  late: {
    draft: 'Dagsordenen skulle være sendt ud',
    sent: 'Mødedatoen er passeret',
    live: 'Referatet skulle være sendt i høring',
    hearing: 'Høringsfristen er udløbet',
  },
  by: 'senest {day}',
  since: 'siden {when}',
  over: { one: 'en dag over fristen', many: '{n} dage over fristen' },
  overToday: 'fristen var i dag {time}',
  locked: 'Godkendt {date}',
  lockedText: 'teksten kan ikke ændres',
  /** Of approved minutes that are opened again, to be put right. */
  correction: { open: 'Opret rettelse', now: 'Rettes', approve: 'Godkend rettelsen' },
  publicPage: 'Offentlig side',
  offline: 'kræver forbindelse til serveren',
  unsent: 'venter, indtil alt er gemt på serveren',
  show: 'Vis mødets forløb',
  share: 'Del',
  shareLong: 'Inviter til mødet',
}
