import { parentPort, workerData } from 'node:worker_threads'
import { LedgerFile } from './ledger-file.ts'
import { answerCalls } from './worker-calls.ts'
import type { Row } from './store.ts'

export type LedgerMethods = ReturnType<typeof methodsOf>

function methodsOf(file: LedgerFile) {
  return {
    ready: () => true,
    append: (rows: Row[]) => file.append(rows),
    load: (room: string) => file.load(room),
    snapshot: (room: string, covered: number, bytes: Uint8Array) => file.snapshot(room, covered, bytes),
    bind: (room: string, client: number, user: string) => file.bind(room, client, user),
    attribution: (room: string) => file.attribution(room),
    heads: () => file.heads(),
    close: () => file.close(),
  }
}

if (parentPort) answerCalls(parentPort, methodsOf(await LedgerFile.open(String(workerData))))
