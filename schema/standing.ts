const OTHER_BUSINESS = /^(eventuelt|evt|any other business|a\.?o\.?b)[.:]?$/i

/** Titles of items with which a meeting ends, Danish and English. */
const CLOSING = [/^(punkter|emner) til (næste|kommende)/i, /^(næste møde|next meeting)/i, OTHER_BUSINESS]

/** Titles of items that come back at every meeting. */
const STANDING = [
  /^(velkomst|velkommen|welcome)( (og|and|ved|v\/|by)|[.:]?$)/i,
  /^(godkendelse|approval) (af|of) ((the|sidste|seneste|forrige|last|previous) )*(\S*dagsorden|\S*referat|agenda|minutes)/i,
  /^(gensidig |fælles |mutual )?(orientering|briefing)\b(?! (om|vedr|on|about)\b)/i,
  /^(meddelelser|announcements)\b/i,
  /^opfølgning på (referat|sidste)/i,
  ...CLOSING,
]

/** Whether an item, by its title, comes back at every meeting. Nobody writes a case for such an item (rule U11). */
export function isStanding(title: string): boolean {
  return STANDING.some((pattern) => pattern.test(title.trim()))
}

/** Whether an item, by its title, is one of those that stand last at every meeting (rule U63). */
export function isClosing(title: string): boolean {
  return CLOSING.some((pattern) => pattern.test(title.trim()))
}

/** Whether a title says any other business and nothing else. */
export function isOtherBusiness(title: string): boolean {
  return OTHER_BUSINESS.test(title.trim())
}
