import { expect, test } from 'vitest'
import { Closing } from '../../client/zones/closing.svelte.ts'
import type { Readers } from '../../schema/zones.ts'

const CHAIRS: Readers = { roles: ['chair'], except: ['mads'] }
const SAID = { reason: 'Personsag', publicWording: null }

test('Z15 who chooses who may read says who could when they chose', async () => {
  const asked: unknown[] = []
  const closing = new Closing('meeting', 'item', async <T>(method: string, _path: string, body?: unknown) => {
    if (method === 'POST') asked.push(body)
    return [{ item: 'item', readers: CHAIRS }] as T
  })
  await closing.close({ ...SAID, readers: CHAIRS })
  await closing.readers()
  await closing.close({ ...SAID, readers: { roles: [], except: [] } })
  expect(asked).toEqual([
    { ...SAID, readers: CHAIRS, before: null },
    { ...SAID, readers: { roles: [], except: [] }, before: CHAIRS },
  ])
})
