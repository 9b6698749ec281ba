/** A word that was typed once, in one item. */
export interface Typed {
  /** `<hand><number>.`, so that no piece of one is another. */
  text: string
  item: string
  /** Words of one stretch were typed one after the other, without moving the caret. */
  stretch: number
}

const WORD = /[a-z]\d{4}\./g

/** Words in a text, in reading order. */
export function wordsIn(text: string): string[] {
  return text.match(WORD) ?? []
}

/**
 * Compares what was typed with the texts of the items, and answers what is wrong: each word stands once, whole, in its
 * item, behind those that were typed before it in its stretch, or is offered to its writer; and nothing stands there that
 * nobody typed.
 */
export function judge(
  typed: readonly Typed[],
  texts: ReadonlyMap<string, string>,
  offered: ReadonlySet<string>,
): string[] {
  const places = new Map<string, { item: string; at: number }[]>()
  for (const [item, text] of texts)
    for (const { 0: word, index: at } of text.matchAll(WORD))
      places.set(word, [...(places.get(word) ?? []), { item, at }])
  const known = new Set(typed.map(({ text }) => text))
  const strange = [...places.keys()].filter((word) => !known.has(word))
  return [
    ...strange.map((word) => `${word} was typed by nobody`),
    ...typed
      .filter(({ text }) => places.has(text) || !offered.has(text))
      .flatMap((word) => wrongWith(word, places.get(word.text) ?? [])),
    ...disorder(typed, places),
  ]
}

function wrongWith({ text, item }: Typed, places: { item: string }[]): string[] {
  if (places.length === 0) return [`${text}, typed in ${item}, stands nowhere`]
  if (places.length > 1)
    return [`${text}, typed in ${item}, stands in ${places.map((place) => place.item).join(' and ')}`]
  return places[0]?.item === item ? [] : [`${text}, typed in ${item}, stands in ${places[0]?.item}`]
}

function disorder(typed: readonly Typed[], places: ReadonlyMap<string, { at: number }[]>): string[] {
  const last = new Map<number, { text: string; at: number }>()
  const wrong: string[] = []
  for (const { text, stretch } of typed) {
    const at = places.get(text)?.[0]?.at
    const before = last.get(stretch)
    if (at === undefined) continue
    if (before !== undefined && before.at > at) wrong.push(`${text} stands before ${before.text}`)
    last.set(stretch, { text, at })
  }
  return wrong
}
