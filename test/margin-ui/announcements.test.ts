import { expect, test } from 'vitest'
import { MARGIN_WORDS } from '../../schema/words/margin.ts'
import type { Made } from '../../client/margin/news.ts'
import { Announcements } from '../../client/margin/announcements.ts'
import type { Talk } from '../../client/margin/talks.ts'

const SUGGESTION = {
  id: 'thread-001',
  thread: { kind: 'suggestion' },
  ruling: { author: 'rasmus' },
} as unknown as Talk
const COMMENT = { id: 'thread-002', thread: { kind: 'comment' }, ruling: null } as unknown as Talk

/** What was announced, and what was shown as a toast. */
function announcements(isSending = true) {
  const [said, toasts, shown]: [string[], string[], string[]] = [[], [], []]
  const made = new Announcements({
    me: 'nanna',
    words: () => MARGIN_WORDS.da,
    announce: (text) => said.push(text),
    toast: ({ text, action }) => toasts.push(action ? `${text} [${action.label}]` : text),
    isSending: () => isSending,
    talk: (id) => [SUGGESTION, COMMENT].find((talk) => talk.id === id),
    nameOf: (user) => ({ esben: 'Esben', rasmus: 'Rasmus' })[user] ?? user,
    placeName: () => 'Punkt 3',
    show: ({ id }) => shown.push(id),
    goTo: () => undefined,
  })
  return { made, said, toasts, shown }
}

const by = (author: string, what: Made['what'], thread = 'thread-001'): Made => ({ author, thread, what })

test.each<[Made[], string[]]>([
  [[by('esben', 'thread')], ['Esben har foreslået en ændring ved punkt 3']],
  [[by('esben', 'thread', 'thread-002')], ['Esben har kommenteret punkt 3']],
  [[by('esben', 'reply')], ['Esben har svaret ved punkt 3']],
  [[by('esben', 'reply', 'deleted')], ['Esben har svaret ved mødet']],
  [[by('esben', 'thread'), by('rasmus', 'reply')], ['2 nye kommentarer']],
  [[by('rasmus', 'accepted')], ['Rasmus har accepteret et forslag ved punkt 3']],
  [[by('rasmus', 'declined')], ['Rasmus har afvist et forslag ved punkt 3']],
  [[by('rasmus', 'resolved', 'thread-002')], ['Rasmus har markeret en kommentar ved punkt 3 som løst']],
  [[by('rasmus', 'accepted'), by('rasmus', 'declined')], ['2 kommentarer og forslag er afgjort']],
  [[by('rasmus', 'accepted'), by('esben', 'reply')], ['Esben har svaret ved punkt 3']],
  [[by('nanna', 'thread')], []],
])('M66 what others say is announced, several things in one sentence: %j', (made, said) => {
  const office = announcements()
  office.made.news(made)
  expect(office.said).toEqual(said)
})

test('M66 what the user sends is announced, and that it waits when it does', () => {
  const office = announcements()
  office.made.said('comment')
  office.made.said('reply')
  office.made.suggested(2)
  expect(office.said).toEqual([
    'Kommentaren er tilføjet',
    'Svaret er tilføjet',
    '2 forslag er lagt til afsendelse',
  ])
  const offline = announcements(false)
  offline.made.said('reply')
  expect(offline.said).toEqual(['Svaret er tilføjet. Sendes, når nettet er tilbage'])
})

test('M66 what becomes of a suggestion is announced; what somebody must see to is shown', () => {
  const office = announcements()
  for (const what of ['taken', 'rejected', 'reopened', 'changed', 'overtaken', 'leftOut'] as const)
    office.made.fate(SUGGESTION, what)
  expect(office.said).toEqual([
    'Forslaget er sat ind',
    'Forslaget er afvist',
    'Forslaget er åbent igen',
    'Teksten er ændret siden. Forslaget kan ikke sættes ind.',
  ])
  expect(office.toasts).toEqual([
    'Rasmus har allerede accepteret forslaget.',
    'Accepteret, men ikke sat ind [Se forslaget]',
  ])
  expect(office.shown).toEqual(['thread-001'])
})
