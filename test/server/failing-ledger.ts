import { vi } from 'vitest'
import type { Ledger } from '../../server/store/store.ts'

/** The next rows of a room come to the disk, and the ledger says that they did not. */
export function failsOnceWritten(ledger: Pick<Ledger, 'append'>, room: string): void {
  const append = ledger.append.bind(ledger)
  const spy = vi.spyOn(ledger, 'append').mockImplementation(async (rows) => {
    await append(rows)
    if (!rows.some((row) => row.room === room)) return
    spy.mockRestore()
    throw new Error('the disk does not answer')
  })
}
