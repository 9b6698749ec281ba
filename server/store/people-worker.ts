import { parentPort, workerData } from 'node:worker_threads'
import { PeopleFile } from './people-file.ts'
import { answerCalls } from './worker-calls.ts'

export type PeopleMethods = ReturnType<typeof methodsOf>

function methodsOf(file: PeopleFile) {
  return {
    ready: () => true,
    run: (text: string, values: readonly unknown[], within: boolean) => file.run(text, values, within),
    begin: () => file.begin(),
    commit: () => file.commit(),
    rollback: () => file.rollback(),
    close: () => file.close(),
  }
}

if (parentPort) answerCalls(parentPort, methodsOf(await PeopleFile.open(String(workerData))))
