import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toMarkdown } from '../../schema/documents/markdown.ts'
import { readText } from '../../schema/documents/text.ts'
import { documents as danish } from '../../schema/words/da/documents.ts'
import { documents as english } from '../../schema/words/en/documents.ts'
import { ids, meeting, normalMeeting, withoutIds } from './meetings.ts'

for (const words of [danish, english]) {
  test(
    `D30 any meeting written as Markdown reads back the same (${words.language})`,
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(meeting, (written) => {
          const read = readText(toMarkdown(written, words), { newId: ids() })
          expect(withoutIds(normalMeeting(read))).toEqual(withoutIds(normalMeeting(written)))
        }),
        { numRuns: 150 },
      )
    },
  )
}
