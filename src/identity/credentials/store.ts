import { and, eq, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Executor, Transaction } from '../../db/client.ts'
import { once } from '../../db/once.ts'
import { organizationCredentials, sourceCredentials } from '../../db/schema.ts'
import {
  type Credentials,
  type CredentialsKeys,
  type CredentialsOwner,
  createCredentialCipher,
} from './cipher.ts'

/** The table for the credentials of an owner, and its key columns with their values. */
function tableOf({ organizationId, integrationSourceId }: CredentialsOwner) {
  const keyColumn = (column: PgColumn, value: string) => ({ column, value })
  return integrationSourceId === undefined
    ? {
        table: organizationCredentials,
        key: [keyColumn(organizationCredentials.organizationId, organizationId)],
      }
    : {
        table: sourceCredentials,
        key: [
          keyColumn(sourceCredentials.organizationId, organizationId),
          keyColumn(sourceCredentials.integrationSourceId, integrationSourceId),
        ],
      }
}

/**
 * Creates the only access to the credentials of sources and organizations. It is in `identity`, below the
 * folders that use it: the catalog writes credentials, connectors read them, and neither imports the other.
 */
export function createCredentialStore(db: Executor, keys: CredentialsKeys) {
  const cipher = createCredentialCipher(keys)
  const find = once(() =>
    db
      .select({ keyId: sourceCredentials.keyId, sealed: sourceCredentials.sealed })
      .from(sourceCredentials)
      .where(
        and(
          eq(sourceCredentials.organizationId, sql.placeholder('organizationId')),
          eq(sourceCredentials.integrationSourceId, sql.placeholder('integrationSourceId')),
        ),
      )
      .prepare('source_credentials_find'),
  )

  return {
    /** The credentials of a source, or undefined when it has none. Throws CredentialsUnreadableError. */
    read: async (organizationId: string, integrationSourceId: string): Promise<Credentials | undefined> => {
      const owner = { organizationId, integrationSourceId }
      const [row] = await find().execute(owner)
      return row && cipher.open(owner, row)
    },

    /** Replaces or deletes (null) the credentials of an owner, in the transaction that writes the owner. */
    write: async (
      transaction: Transaction,
      owner: CredentialsOwner,
      credentials: Credentials | null,
    ): Promise<void> => {
      const { table, key } = tableOf(owner)
      if (credentials === null) {
        await transaction.delete(table).where(and(...key.map(({ column, value }) => eq(column, value))))
        return
      }
      const sealed = cipher.seal(owner, credentials)
      await transaction
        .insert(table)
        .values({ ...owner, ...sealed } as typeof table.$inferInsert)
        .onConflictDoUpdate({ target: key.map(({ column }) => column), set: sealed })
    },
  }
}

export type CredentialStore = ReturnType<typeof createCredentialStore>
