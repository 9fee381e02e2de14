import { eq, sql } from 'drizzle-orm'
import { type ChangeOptions, changeRow } from '../../db/change-row.ts'
import type { Executor } from '../../db/client.ts'
import { createKeysetList } from '../../db/keyset.ts'
import { once } from '../../db/once.ts'
import { type OrganizationRow, organizations } from '../../db/schema.ts'
import { createSetInsert } from '../../db/set-insert.ts'

/** Reads and writes organizations. */
export function createOrganizationRepository(database: Executor) {
  const insert = createSetInsert<OrganizationRow>(organizations, { parents: [], unique: [] })
  const find = once(() =>
    database
      .select()
      .from(organizations)
      .where(eq(organizations.id, sql.placeholder('id')))
      .prepare('organizations_find'),
  )

  return {
    /** Adds one organization. */
    create: async (row: OrganizationRow) => {
      await insert(database, [row])
    },
    /** One organization, or undefined. */
    get: async (id: string) => {
      const [row] = await find().execute({ id })
      return row
    },
    /** Every organization in the order of creation. */
    list: createKeysetList<OrganizationRow>(database, organizations, {
      name: 'list',
      where: undefined,
      order: { id: organizations.id },
    }),
    update: (id: string, options: ChangeOptions<OrganizationRow>) =>
      changeRow<OrganizationRow>(database, organizations, eq(organizations.id, id), options),
  }
}

/** Organizations, as they are stored. */
export type OrganizationRepository = ReturnType<typeof createOrganizationRepository>
