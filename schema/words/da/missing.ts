/** Why a meeting is not on the screen; fetched where there is none. */
export const missing = {
  title: 'Ikke hentet endnu',
  unreachable:
    'Mødet ligger ikke på denne enhed, og serveren kan ikke nås. Det åbner af sig selv, når der er forbindelse.',
  unknown: 'Serveren kender ikke dette møde.',
  forbiddenTitle: 'Mødet kan ikke læses',
  forbidden:
    'Måske er det en kladde: Forummets medlemmer kan læse den, når dagsordenen er sendt ud. Ellers er mødet ikke delt med dig.',
  tooOld: 'Der er en ny udgave, som mødet skal åbnes med.',
  signIn: 'Mødet ligger ikke på denne enhed. Log ind for at hente det.',
  removed: 'En sekretær har slettet mødet.',
}
