import { fill, type ScreenWords } from '../../schema/words/index.ts'
import type { StoryWords } from '../../schema/words/story.ts'
import { sayList } from '../state/say.ts'

/** Where in a meeting something waits for the server. */
export interface WaitingPlaces {
  header: boolean
  people: boolean
  /** Numbers of the items, their attachments counted with them, in order. */
  items: number[]
}

/** "mødets hoved, deltagerne, punkt 2 og 4"; null: nowhere. */
export function sayWaiting(
  { header, people, items }: WaitingPlaces,
  words: ScreenWords,
  story: StoryWords,
): string | null {
  const numbers = fill(story.waitingItems, { numbers: sayList(words, items.map(String)) })
  const places = [
    ...(header ? [story.waitingHeader] : []),
    ...(people ? [story.waitingPeople] : []),
    ...(items.length > 0 ? [numbers] : []),
  ]
  return places.length === 0 ? null : places.join(', ')
}
