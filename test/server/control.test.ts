import { once } from 'node:events'
import { createConnection } from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listenForCommands, whileHeld, type Held } from '../../server/backup/control.ts'
import { eventually } from './eventually.ts'
import { temporaryFolder } from './sync-server.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let done: string[]
beforeEach(async () => {
  folder = await temporaryFolder()
  done = []
})
afterEach(() => folder.remove())

const copy = async () => void done.push('copy')

function ledger(changes: Partial<Held> = {}): Held {
  return {
    hold: async () => void done.push('hold'),
    letGo: async () => done.push('let go') > 0,
    ...changes,
  }
}

test('H22 the ledger is held for whoever copies it, and let go when they are done or gone', async () => {
  expect(await whileHeld(folder.dir, copy)).toBe(false)
  const control = await listenForCommands(folder.dir, ledger())
  expect(await whileHeld(folder.dir, copy)).toBe(true)
  expect(done.splice(0)).toEqual(['hold', 'copy', 'let go'])
  const failing = whileHeld(folder.dir, () => Promise.reject(new Error('the disk is full')))
  await expect(failing).rejects.toThrow('the disk is full')
  await eventually(() => expect(done).toEqual(['hold', 'let go']))
  const killed = createConnection(path.join(folder.dir, 'server.sock'))
  await once(killed, 'data')
  killed.destroy()
  await eventually(() => expect(done).toEqual(['hold', 'let go', 'hold', 'let go']))
  control.close()
})

test('H22 a copy of a ledger that could not be held, or not all the time, is none', async () => {
  const cannot = () => Promise.reject(new Error('another backup is being written'))
  const refusing = await listenForCommands(folder.dir, ledger({ hold: cannot }))
  await expect(whileHeld(folder.dir, copy)).rejects.toThrow('another backup')
  expect(done).toEqual([])
  refusing.close()
  const forgetful = await listenForCommands(folder.dir, ledger({ letGo: async () => false }))
  await expect(whileHeld(folder.dir, copy)).rejects.toThrow('opened anew')
  forgetful.close()
  let over: () => void = () => undefined
  const written = new Promise<void>((resolve) => (over = resolve))
  const letGo = async () => {
    over()
    return true
  }
  const impatient = await listenForCommands(folder.dir, ledger({ letGo }), 1)
  await expect(whileHeld(folder.dir, () => written)).rejects.toThrow('could not wait')
  impatient.close()
})
