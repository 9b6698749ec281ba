import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toMarkdown } from '../../schema/documents/markdown.ts'
import { readText } from '../../schema/documents/text.ts'
import type { MeetingJson } from '../../schema/meeting.ts'
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

test('D31 the same Markdown without its first comment is read like any other document', () => {
  const source = `REFERAT

Forum Vest

5. maj 2025 kl. 9.00-11.00

Deltagere:

Mona Brandt, direktør, Klint Kommune (mødeleder)

Jens Tved, chef, Region Havland - Afbud

1. Velkomst – 5 min.

Referat:

Mødelederen bød velkommen.

2. Plan (Mona Brandt) – 20 min.

Sagen **beskrives** her.

Det indstilles, at forum:

1. Drøfter planen
2. Godkender budgettet

Bilag:

- Plan
- Budget

Beslutning:

Indstillingen blev godkendt.
`
  const first = readText(source, { newId: ids() })
  const again = readText(toMarkdown(first, danish).replace('<!-- samreferat/1 -->', ''), { newId: ids() })
  const essence = ({ kind, forum, date, start, end, people, items }: MeetingJson) => ({
    kind,
    forum,
    date,
    start,
    end,
    people,
    items,
  })
  expect(essence(again)).toEqual(essence(first))
})
