import { eq, sql } from 'drizzle-orm'
import { type ChangeOptions, changeRow } from '../../db/change-row.ts'
import type { Executor } from '../../db/client.ts'
import { createKeysetList } from '../../db/keyset.ts'
import { once } from '../../db/once.ts'
import { type OrganizationRow, organizations } from '../../db/schema.ts'
import { createSetInsert } from '../../db/set-insert.ts'
import type { Credentials } from '../../identity/credentials/cipher.ts'
import type { CredentialStore } from '../../identity/credentials/store.ts'

/** Reads and writes organizations, and writes their credentials in the same transactions. */
export function createOrganizationRepository(db: Executor, credentialStore: CredentialStore) {
  const insert = createSetInsert<OrganizationRow>(organizations, { parents: [], unique: [] })
  const find = once(() =>
    db
      .select()
      .from(organizations)
      .where(eq(organizations.id, sql.placeholder('id')))
      .prepare('organizations_find'),
  )

  return {
    /** Adds one organization, and its credentials if it has any. */
    create: (row: OrganizationRow, credentials: Credentials | null) =>
      db.transaction(async (transaction) => {
        await insert(transaction, [row])
        if (credentials) await credentialStore.write(transaction, { organizationId: row.id }, credentials)
      }),
    /** Reads one organization; undefined when it does not exist. */
    get: async (id: string) => {
      const [row] = await find().execute({ id })
      return row
    },
    /** All organizations in the order of creation. */
    list: createKeysetList<OrganizationRow>(db, organizations, {
      name: 'list',
      where: undefined,
      order: { id: organizations.id },
    }),
    /**
     * Changes one organization and its credentials: null removes the credentials, undefined leaves them
     * unchanged.
     */
    update: (
      id: string,
      credentials: Credentials | null | undefined,
      { change, ...options }: ChangeOptions<OrganizationRow>,
    ) =>
      changeRow<OrganizationRow>(db, organizations, eq(organizations.id, id), {
        ...options,
        change: async (row, transaction) => {
          const values = await change(row, transaction)
          if (credentials === undefined) return values
          await credentialStore.write(transaction, { organizationId: row.id }, credentials)
          return {
            ...values,
            customerAwsSecretVersion: credentials && (row.customerAwsSecretVersion ?? 0) + 1,
          }
        },
      }),
  }
}

export type OrganizationRepository = ReturnType<typeof createOrganizationRepository>
