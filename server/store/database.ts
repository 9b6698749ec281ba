import { Worker } from 'node:worker_threads'
import { Kysely, Migrator } from 'kysely'
import { KeptWorker } from './kept-worker.ts'
import { MIGRATIONS } from './migrations.ts'
import { PeopleDialect, type People } from './people-dialect.ts'
import { PeopleFile } from './people-file.ts'
import type { PeopleMethods } from './people-worker.ts'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>

/**
 * Opens the database of people and meetings. With `script`, the built worker, a slow disk never stops the event loop;
 * without it the file is read and written in this thread.
 *
 * @throws Error when the file cannot be opened or written.
 */
export async function openDatabase(file: string, script?: URL): Promise<Database> {
  const people = script === undefined ? await PeopleFile.open(file) : await openWorker(file, script)
  return new Kysely<Tables>({ dialect: new PeopleDialect(people) })
}

/** Brings our own tables up to date. @throws Error when a step fails; what was there is unchanged. */
export async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

async function openWorker(file: string, script: URL): Promise<People> {
  const worker = new KeptWorker<PeopleMethods>(() => new Worker(script, { workerData: file }))
  await worker.callWith(1, 'ready')
  // Each once: whether a worker that ended had done it is not known, and whoever asked asks again.
  return {
    run: (text, values, within) => worker.callWith(1, 'run', text, values, within),
    begin: () => worker.callWith(1, 'begin'),
    commit: () => worker.callWith(1, 'commit'),
    rollback: () => worker.callWith(1, 'rollback'),
    close: async () => {
      await worker.callWith(1, 'close').finally(() => worker.terminate())
    },
  }
}
