import { describe, expect, test } from 'vitest'
import { isBefore, isFrozen, PHASES, type Phase } from '../../schema/phases.ts'
import {
  abilities,
  forumAbilities,
  MEETING_ROLES,
  ROLES,
  type Abilities,
  type Action,
  type MeetingRole,
} from '../../schema/roles.ts'

const NOTHING: Abilities = {
  readPaper: false,
  writePaper: false,
  readMargin: false,
  remark: false,
  respond: false,
  ownAttendance: false,
  rule: false,
  closeItem: false,
  invite: false,
  setPhase: false,
  approve: false,
}
const HIDDEN = { membersSeeDrafts: false }
const SHOWN = { membersSeeDrafts: true }

function only(...actions: Action[]): Abilities {
  return { ...NOTHING, ...Object.fromEntries(actions.map((action) => [action, true])) }
}

const nothing = only()
const paper = only('readPaper')
const reads = only('readPaper', 'readMargin')
const remarks = only('readPaper', 'readMargin', 'remark')
const sits = only('readPaper', 'readMargin', 'remark', 'ownAttendance')
const asked = only('readPaper', 'readMargin', 'remark', 'ownAttendance', 'respond')
const heard = only('readPaper', 'readMargin', 'remark', 'respond')
const writes = only(
  'readPaper',
  'writePaper',
  'readMargin',
  'remark',
  'rule',
  'closeItem',
  'invite',
  'setPhase',
)
const keeps = only('readPaper', 'readMargin', 'invite', 'setPhase')

const EXPECTED: Record<MeetingRole, Abilities[]> = {
  //          draft    sent     live     hearing                       approved published
  secretary: [writes, writes, writes, { ...writes, approve: true }, keeps, keeps],
  chair: [remarks, asked, sits, { ...heard, approve: true }, reads, reads],
  member: [nothing, asked, sits, heard, reads, reads],
  observer: [nothing, paper, paper, paper, paper, paper],
  guest: [nothing, remarks, remarks, remarks, reads, reads],
  operator: [nothing, nothing, nothing, nothing, nothing, nothing],
}

describe('what a role may do in a meeting', () => {
  test.each(MEETING_ROLES.flatMap((role) => PHASES.map((phase) => [role, phase] as const)))(
    'R1 %s, %s: the whole of it',
    (role, phase) => {
      expect(abilities(role, phase, HIDDEN)).toEqual(EXPECTED[role][PHASES.indexOf(phase)])
    },
  )

  test.each(PHASES)('R1 nobody without a role may do anything, %s', (phase) => {
    expect(abilities(null, phase, SHOWN)).toEqual(NOTHING)
  })

  test('R2 where the forum shows drafts, members read the paper of one, and that alone changes', () => {
    const changed = MEETING_ROLES.flatMap((role) =>
      PHASES.filter(
        (phase) =>
          JSON.stringify(abilities(role, phase, SHOWN)) !== JSON.stringify(abilities(role, phase, HIDDEN)),
      ).map((phase) => [role, phase]),
    )
    expect(changed).toEqual([['member', 'draft']])
    expect(abilities('member', 'draft', SHOWN)).toEqual(paper)
  })

  test('R2 from approved on nobody writes', () => {
    const frozen = PHASES.filter(isFrozen)
    const writers = MEETING_ROLES.flatMap((role) =>
      frozen.filter((phase: Phase) => {
        const { writePaper, remark, respond, ownAttendance, rule, closeItem } = abilities(role, phase, SHOWN)
        return writePaper || remark || respond || ownAttendance || rule || closeItem
      }),
    )
    expect([frozen, writers]).toEqual([['approved', 'published'], []])
  })

  test('R2 phases have an order', () => {
    expect([isBefore('draft', 'sent'), isBefore('sent', 'sent'), isBefore('approved', 'hearing')]).toEqual([
      true,
      false,
      false,
    ])
  })
})

test('R1 what a role may do in its forum, whole', () => {
  const nothing = { createMeeting: false, manageForum: false }
  expect(Object.fromEntries(ROLES.map((role) => [role, forumAbilities(role)]))).toEqual({
    secretary: { createMeeting: true, manageForum: true },
    chair: nothing,
    member: nothing,
    observer: nothing,
  })
  expect([forumAbilities(null), forumAbilities('guest')]).toEqual([nothing, nothing])
})
