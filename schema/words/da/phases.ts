import type { FindingKind } from '../../lint.ts'

/** What a paper lacks before it goes on; the server and the meeting's page say it alike. */
const findings: Record<FindingKind, string> = {
  noItems: 'Der er ingen punkter.',
  noDate: 'Mødet har ingen dato.',
  noPlace: 'Mødet har intet sted.',
  noTitle: 'Punkt {n} mangler titel.',
  noCase: 'Punkt {n} mangler sagsfremstilling.',
  noMinutes: 'Punkt {n} mangler referat.',
  noOwner: 'Punkt {n} har en opgave uden ansvarlig.',
  noAttendance: 'Det er ikke noteret, hvem der var til stede.',
  noReason: 'Det lukkede punkt {n} mangler en begrundelse.',
  noPublicWording: 'Det lukkede punkt {n} mangler en offentlig ordlyd.',
  hearingRuns: 'Høringsfristen er ikke udløbet.',
}

export const phases = { findings, more: 'Og {n} mere.' }
