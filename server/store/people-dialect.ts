import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
} from 'kysely'
import type { Answered } from './people-file.ts'

/** The file, in this thread or in another. */
export interface People {
  run(text: string, values: readonly unknown[], within: boolean): Answered | Promise<Answered>
  begin(): void | Promise<void>
  commit(): void | Promise<void>
  rollback(): void | Promise<void>
  close(): void | Promise<void>
}

/** Kysely over the file of people and meetings. */
export class PeopleDialect implements Dialect {
  constructor(private readonly people: People) {}

  createDriver(): Driver {
    return new PeopleDriver(this.people)
  }

  createQueryCompiler() {
    return new SqliteQueryCompiler()
  }

  createAdapter() {
    return new SqliteAdapter()
  }

  createIntrospector(db: Kysely<unknown>) {
    return new SqliteIntrospector(db)
  }
}

/** One connection, and a line of those who want it. */
class PeopleDriver implements Driver {
  private readonly connection: PeopleConnection
  private last: Promise<void> = Promise.resolve()
  private release: () => void = () => undefined

  constructor(private readonly people: People) {
    this.connection = new PeopleConnection(people)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.last
    let free = () => undefined as void
    this.last = new Promise((resolve) => (free = resolve))
    await before
    this.release = free
    return this.connection
  }

  async releaseConnection(): Promise<void> {
    this.release()
  }

  async beginTransaction(): Promise<void> {
    await this.people.begin()
    this.connection.within = true
  }

  async commitTransaction(): Promise<void> {
    await this.people.commit()
    this.connection.within = false
  }

  async rollbackTransaction(): Promise<void> {
    this.connection.within = false
    await this.people.rollback()
  }

  async destroy(): Promise<void> {
    await this.people.close()
  }
}

class PeopleConnection implements DatabaseConnection {
  within = false

  constructor(private readonly people: People) {}

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes, lastRow } = await this.people.run(sql, parameters, this.within)
    return { rows: rows as R[], numAffectedRows: changes, insertId: lastRow }
  }

  // eslint-disable-next-line require-yield -- rows are never read one by one
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('rows are not streamed')
  }
}
