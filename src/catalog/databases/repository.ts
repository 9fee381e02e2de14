import { and, eq, sql } from 'drizzle-orm'
import { changeRow, deleteRow, type ExpectedRevisions } from '../../db/change-row.ts'
import type { Database, Transaction } from '../../db/client.ts'
import { coalesce } from '../../db/coalesce.ts'
import { createKeysetList } from '../../db/keyset.ts'
import { type DatabaseRow, databases, integrationSources } from '../../db/schema.ts'
import { createSetInsert, type InsertOutcome } from '../../db/set-insert.ts'

/** Where a database is. */
export interface DatabaseKey {
  organizationId: string
  sourceId: string
  id: string
}

const isDatabase = ({ organizationId, sourceId, id }: DatabaseKey) =>
  and(
    eq(databases.organizationId, organizationId),
    eq(databases.integrationSourceId, sourceId),
    eq(databases.id, id),
  )

/** Reads and writes databases of integration sources. */
export function createDatabaseRepository(database: Database) {
  const insert = createSetInsert<DatabaseRow>(databases, {
    parent: {
      table: integrationSources,
      columns: [databases.organizationId, databases.integrationSourceId],
      key: [integrationSources.organizationId, integrationSources.id],
      constraint: 'databases_integration_source',
    },
    unique: [databases.organizationId, databases.integrationSourceId, databases.name],
  })
  const insertOne = coalesce((rows: DatabaseRow[]) => insert(database, rows), {
    maximumBatch: 64,
    concurrency: 2,
  })
  // A lone key has its own statement, whose plan costs half of what that of a set of one does.
  const findOne = database
    .select()
    .from(databases)
    .where(
      and(
        eq(databases.organizationId, sql.placeholder('organizationId')),
        eq(databases.id, sql.placeholder('id')),
      ),
    )
    .prepare('databases_find_one')
  const findSet = database
    .select()
    .from(databases)
    .where(
      sql`(${databases.organizationId}, ${databases.id}) IN (SELECT * FROM unnest(${sql.placeholder('organizationIds')}::uuid[], ${sql.placeholder('ids')}::uuid[]))`,
    )
    .prepare('databases_find_set')
  const find = (keys: DatabaseKey[]): Promise<DatabaseRow[]> =>
    keys.length === 1
      ? findOne.execute({ ...keys[0] })
      : findSet.execute({
          organizationIds: keys.map(({ organizationId }) => organizationId),
          ids: keys.map(({ id }) => id),
        })
  const get = coalesce(
    async (keys: DatabaseKey[]): Promise<(DatabaseRow | undefined)[]> => {
      const rows = new Map((await find(keys)).map((row) => [`${row.organizationId}/${row.id}`, row]))
      return keys.map(({ organizationId, sourceId, id }) => {
        const row = rows.get(`${organizationId}/${id.toLowerCase()}`)
        return row?.integrationSourceId === sourceId.toLowerCase() ? row : undefined
      })
    },
    { maximumBatch: 64, concurrency: 2 },
  )

  return {
    /** Adds one database; concurrent calls share statements. Within a transaction it becomes part of that. */
    create: async (row: DatabaseRow, transaction?: Transaction) => {
      if (!transaction) return insertOne(row)
      const [outcome] = await insert(transaction, [row])
      return outcome as InsertOutcome
    },
    /** One database, or undefined. */
    get,
    /** The databases of a source in the order of introspection; values `organizationId` and `sourceId`. */
    list: createKeysetList<DatabaseRow>(database, databases, {
      name: 'list',
      where: and(
        eq(databases.organizationId, sql.placeholder('organizationId')),
        eq(databases.integrationSourceId, sql.placeholder('sourceId')),
      ),
      order: { priority: databases.priority, name: databases.name, id: databases.id },
    }),
    /** The id of the database that has a name, or undefined. */
    findByName: async ({ organizationId, sourceId }: DatabaseKey, name: string) => {
      const [row] = await database
        .select({ id: databases.id })
        .from(databases)
        .where(
          and(
            eq(databases.organizationId, organizationId),
            eq(databases.integrationSourceId, sourceId),
            eq(databases.name, name),
          ),
        )
      return row?.id
    },
    update: (
      key: DatabaseKey,
      options: { expected: ExpectedRevisions; now: Date; change: (row: DatabaseRow) => Partial<DatabaseRow> },
    ) => changeRow<DatabaseRow>(database, databases, isDatabase(key), options),
    delete: (key: DatabaseKey, expected: ExpectedRevisions) =>
      deleteRow<DatabaseRow>(database, databases, isDatabase(key), expected),
  }
}

/** The databases of integration sources, as they are stored. */
export type DatabaseRepository = ReturnType<typeof createDatabaseRepository>
