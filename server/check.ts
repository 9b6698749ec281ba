import { LedgerFile } from './store/ledger-file.ts'
import { Gate } from './sync/gate/gate.ts'

/** Reads every room of a ledger to the end, as the server would on opening it. */
export async function checkLedger(
  file: string,
): Promise<{ rooms: number; damaged: { room: string; why: string }[] }> {
  const ledger = await LedgerFile.open(file)
  const damaged: { room: string; why: string }[] = []
  const rooms = [...ledger.heads().keys()]
  for (const room of rooms) {
    try {
      Gate.of(ledger.load(room))
    } catch (error) {
      damaged.push({ room, why: error instanceof Error ? error.message : String(error) })
    }
  }
  ledger.close()
  return { rooms: rooms.length, damaged }
}
