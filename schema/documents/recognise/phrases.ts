/** Phrases with which minutes begin, in any forum. */
const OPENING =
  /^(indstilling(en|erne)? (blev|er|godkendt|fulgt|tiltrådt)|der (blev|var) |det blev |dagsorden(en)? (blev|er|godkendt)|referatet (blev|er|godkendt)|(punktet|emnet|sagen|orienteringen|orienteringerne|forslaget|oplægget|kommissoriet) (blev|er|udsættes|udgik|udgår|genoptages|godkendt|tages|drøftet)|godkendt\b|tiltrådt\b|drøftet\b|udsat\b|taget til efterretning|ingen (bemærkninger|punkter|emner|kommentarer)|intet( til| at| nyt|\.|$)|der er enighed|der var ingen)/i
const ACTING =
  /^[\p{Lu}][\p{L}\p{N} .,–-]{2,60}? (tog .{0,80}til efterretning|godkendte|besluttede|drøftede|tiltrådte|fulgte|vedtog|orienterede om|bød velkommen|gav en orientering|takkede|indledte)\b/u
/** Most lines have none of these words, and are not looked at further. */
const ACTS =
  / (tog|godkendte|besluttede|drøftede|tiltrådte|fulgte|vedtog|orienterede|bød|gav|takkede|indledte)/
const PASSIVE =
  /\bblev (godkendt|drøftet|besluttet|aftalt|taget til efterretning|vedtaget|fulgt|tiltrådt|udsat|orienteret)\b/i

function tellsWhoActed(text: string): boolean {
  const beginning = text.slice(0, 200)
  return ACTS.test(beginning) && ACTING.test(beginning)
}

/** Whether a paragraph is plainly minutes although no label says so. */
export const opensMinutes = (text: string) => OPENING.test(text) || tellsWhoActed(text)

const DECIDED =
  /^(indstilling(en|erne)? (blev|godkendt|fulgt|tiltrådt)|godkendt\b|tiltrådt\b|drøftet\b|udsat\b|taget til efterretning)/i

/** Stronger than an opening: the paragraph tells what the meeting did. */
export const tellsDecision = (text: string) =>
  DECIDED.test(text) || tellsWhoActed(text) || PASSIVE.test(text.slice(0, 600))

/** Weaker: the paragraph tells of a meeting that has been held. */
export const tellsOfMeeting = (text: string) => PASSIVE.test(text.slice(0, 600))
