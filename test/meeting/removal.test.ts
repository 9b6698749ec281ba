import { expect, test } from 'vitest'
import { Removal } from '../../client/meeting/removal.svelte.ts'
import { Failure, type Ask } from '../../client/state/server.ts'

function removal(ask: Ask) {
  const done: string[] = []
  const made = new Removal({
    meeting: 'm',
    ask,
    erase: () => Promise.resolve(void done.push('copy')),
    drop: () => void done.push('meeting'),
  })
  return { made, done }
}

test('H24 a draft is removed on the server first, then here', async () => {
  const asked: string[] = []
  const ask: Ask = (method, path) => Promise.resolve(void asked.push(`${method} ${path}`) as never)
  const { made, done } = removal(ask)
  expect(await made.remove()).toBe(true)
  expect(asked).toEqual(['DELETE /meetings/m'])
  expect(done).toEqual(['copy', 'meeting'])
})

test('H24 what the server refuses stays here, and why is said', async () => {
  const { made, done } = removal(() => Promise.reject(refusal()))
  expect(await made.remove()).toBe(false)
  expect([done, made.problem]).toEqual([[], 'Kun en kladde kan slettes.'])
})

const refusal = () => new Failure('refused', 'Kun en kladde kan slettes.')
