/** The names of sections, as the page shows them. */
export const NAMES = {
  title: 'Titel',
  case: 'Sagsfremstilling',
  recommendation: 'Indstilling',
  minutes: 'Referat',
  body: 'Bilag',
}
