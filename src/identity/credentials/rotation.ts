import { and, eq, ne, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Database, Transaction } from '../../db/client.ts'
import { organizationCredentials, sourceCredentials } from '../../db/schema.ts'
import { type CredentialCipher, type CredentialsKeys, createCredentialCipher } from './cipher.ts'

const batchSize = 100

type Sealed = typeof sourceCredentials | typeof organizationCredentials

/** Every table of credentials, with the columns of its key. */
const tables: readonly { table: Sealed; key: Record<string, PgColumn> }[] = [
  {
    table: sourceCredentials,
    key: {
      organizationId: sourceCredentials.organizationId,
      integrationSourceId: sourceCredentials.integrationSourceId,
    },
  },
  { table: organizationCredentials, key: { organizationId: organizationCredentials.organizationId } },
]

/** The ids of the keys that credentials are encrypted by, and how many by each. */
export async function countByKey(db: Database): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { table } of tables) {
    const rows = await db
      .select({ keyId: table.keyId, count: sql<number>`count(*)::integer` })
      .from(table)
      .groupBy(table.keyId)
      .orderBy(table.keyId)
    for (const { keyId, count } of rows) counts.set(keyId, (counts.get(keyId) ?? 0) + count)
  }
  return counts
}

/** Encrypts the next batch of a table anew. Its rows are locked, so that nothing written meanwhile is lost. */
async function rotateBatch(
  transaction: Transaction,
  cipher: CredentialCipher,
  { table, key }: (typeof tables)[number],
): Promise<number> {
  const rows = await transaction
    .select()
    .from(table)
    .where(ne(table.keyId, cipher.currentKeyId))
    // One order for all, so that two rotations wait for each other instead of deadlocking.
    .orderBy(...Object.values(key))
    .limit(batchSize)
    .for('update')
  for (const row of rows) {
    const isRow = Object.entries(key).map(([name, column]) => eq(column, row[name as keyof typeof row]))
    await transaction
      .update(table)
      .set(cipher.seal(row, cipher.open(row, row)))
      .where(and(...isRow))
  }
  return rows.length
}

/**
 * Encrypts by the first key everything that another one encrypted, in short transactions: stopped at any moment, it has
 * done a part and can be run again.
 *
 * @param progress called after each batch, with the number of credentials done
 * @returns how many credentials were encrypted anew
 * @throws CredentialsUnreadableError when a key is not the one that encrypted; the batches before stay done
 */
export async function rotateCredentials(
  db: Database,
  keys: CredentialsKeys,
  progress: (done: number) => void,
): Promise<number> {
  const cipher = createCredentialCipher(keys)
  let done = 0
  for (const of of tables) {
    // Not until a batch is empty: one that waited for another rotation may find all of its rows done.
    while ((await db.$count(of.table, ne(of.table.keyId, cipher.currentKeyId))) > 0) {
      done += await db.transaction((transaction) => rotateBatch(transaction, cipher, of))
      progress(done)
    }
  }
  return done
}
