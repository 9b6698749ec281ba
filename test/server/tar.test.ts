import { open, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { readTar, writeTar } from '../../server/backup/tar.ts'
import { temporaryFolder } from './sync-server.ts'

type Write = (this: FileHandle, bytes: Uint8Array, from?: number, length?: number) => Promise<unknown>

test('H22 a disk that takes a part of what is written at a time gets all of it', async () => {
  const { dir, remove } = await temporaryFolder()
  const at = (name: string) => path.join(dir, name)
  const content = Buffer.alloc(3_000_000, 'referat ')
  await writeFile(at('ledger.db'), content)
  const probe = await open(at('ledger.db'))
  const prototype = Object.getPrototypeOf(probe) as { write: Write }
  const { write } = prototype
  const half = vi.spyOn(prototype, 'write').mockImplementation(function (this: FileHandle, bytes, from = 0) {
    return write.call(this, bytes, from, Math.ceil((bytes.length - from) / 2))
  })
  try {
    await writeTar(at('backup.tar'), dir, ['ledger.db'])
    await probe.close()
    await rm(at('ledger.db'))
    await readTar(at('backup.tar'), dir, ['ledger.db'])
    expect((await readFile(at('ledger.db'))).equals(content)).toBe(true)
    expect(half).toHaveBeenCalled()
  } finally {
    half.mockRestore()
    await remove()
  }
})
