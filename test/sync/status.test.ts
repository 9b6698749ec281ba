import { describe, expect, test } from 'vitest'
import { statusOf, type SyncFacts } from '../../client/sync/status.ts'
import { CLOSE, type CloseName } from '../../schema/protocol.ts'

const FINE: SyncFacts = {
  phase: { kind: 'open' },
  failing: false,
  allSettled: true,
  cannotSave: false,
  silent: false,
  online: true,
  waiting: 0,
  oldest: null,
  about: new Map(),
  storeFailed: false,
  saved: true,
  refused: false,
  diverged: false,
  replaced: false,
  tooOld: false,
}
const WAITING = { waiting: 2, oldest: 1000 }
const PAUSED = { kind: 'waiting', retryAt: 5000, attempts: 1, close: null } as const

const local = (why: string, facts: Partial<SyncFacts> = WAITING): object => ({
  kind: 'local',
  waiting: facts.waiting ?? 0,
  oldest: facts.oldest ? new Date(facts.oldest) : null,
  why,
  saved: facts.saved ?? true,
})

const TABLE: [string, Partial<SyncFacts>, object][] = [
  ['all acknowledged', {}, { kind: 'server' }],
  ['a message on its way', { allSettled: false }, { kind: 'sending', waiting: 0 }],
  ['a step that waits', WAITING, { kind: 'sending', waiting: 2 }],
  ['first attempt', { phase: { kind: 'connecting' }, allSettled: false }, { kind: 'sending', waiting: 0 }],
  [
    'first attempt takes too long',
    { ...WAITING, phase: { kind: 'connecting' }, silent: true },
    local('silent'),
  ],
  ['no answer in time', { ...WAITING, allSettled: false, silent: true }, local('silent')],
  ['the server cannot save', { ...WAITING, allSettled: false, cannotSave: true }, local('cannotSave')],
  ['the server cannot save, nothing waits', { cannotSave: true }, local('cannotSave', {})],
  ['idle for long', { silent: true }, { kind: 'server' }],
  ['another attempt', { ...WAITING, phase: { kind: 'connecting' }, failing: true }, local('silent')],
  ['between attempts', { ...WAITING, phase: PAUSED, failing: true }, local('silent')],
  ['before the first attempt after an end', { ...WAITING, phase: PAUSED }, { kind: 'sending', waiting: 2 }],
  ['no network', { ...WAITING, phase: PAUSED, online: false }, local('offline')],
  ['no network, nothing waits', { phase: PAUSED, online: false }, local('offline', {})],
  [
    'no network, not on disk yet',
    { ...WAITING, phase: PAUSED, online: false, saved: false },
    local('offline', { ...WAITING, saved: false }),
  ],
  ['refused', { ...WAITING, refused: true }, local('refused')],
  ['differed from the ledger', { refused: true, diverged: true }, local('diverged', {})],
  ['local copy of a newer editor', { tooOld: true }, local('tooOld', {})],
  [
    'store failed offline',
    { ...WAITING, phase: PAUSED, failing: true, storeFailed: true },
    { kind: 'unsaved', waiting: 2 },
  ],
  ['store failed, server has all', { storeFailed: true }, { kind: 'server' }],
  ['store failed, on its way', { ...WAITING, storeFailed: true }, { kind: 'sending', waiting: 2 }],
]

describe('O1 the status follows from what is known', () => {
  test.each(TABLE)('O1 %s', (_name, facts, status) => {
    expect(statusOf({ ...FINE, ...facts })).toEqual(status)
  })

  test('O1 nothing that waits is ever said to be on the server', () => {
    for (const [, facts] of TABLE) {
      const status = statusOf({ ...FINE, ...facts, waiting: 1, oldest: 1 })
      expect(status.kind).not.toBe('server')
    }
  })
})

describe('O9 each end of a connection has its reason', () => {
  const REASONS: Record<CloseName, string> = {
    signIn: 'signIn',
    forbidden: 'forbidden',
    unknownRoom: 'unknownRoom',
    removed: 'removed',
    tooOld: 'tooOld',
    foreignOrigin: 'forbidden',
    garbage: 'refused',
    tooLarge: 'refused',
    foreignClient: 'refused',
    unavailable: 'silent',
    slow: 'silent',
    replaced: 'silent',
  }
  test.each(Object.keys(CLOSE) as CloseName[])('O9 %s', (close) => {
    const facts = { ...FINE, ...WAITING, phase: { kind: 'ended', close } as const }
    expect(statusOf(facts)).toEqual(local(REASONS[close]))
  })
})
