import { parentPort, workerData } from 'node:worker_threads'
import { LedgerFile } from './ledger-file.ts'
import { answerCalls } from './worker-calls.ts'
import type { Claim, Remade, Row } from './store.ts'

export type LedgerMethods = ReturnType<typeof methodsOf>

function methodsOf(file: LedgerFile) {
  return {
    ready: () => true,
    append: (rows: Row[], claims: Claim[]) => file.append(rows, claims),
    load: (room: string) => file.load(room),
    snapshot: (room: string, covered: number, bytes: Uint8Array, extent?: Uint8Array) =>
      file.snapshot(room, covered, bytes, extent),
    remake: (remade: Remade[], forgotten: string[]) => file.remake(remade, forgotten),
    attribution: (room: string) => file.attribution(room),
    head: (room: string) => file.head(room),
    heads: () => file.heads(),
    markRestored: (at: number) => file.markRestored(at),
    hold: () => file.hold(),
    letGo: () => file.letGo(),
    close: () => file.close(),
  }
}

if (parentPort) answerCalls(parentPort, methodsOf(await LedgerFile.open(String(workerData))))
