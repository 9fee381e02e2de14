import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../../db/client.ts'
import { sourceCredentials } from '../../db/schema.ts'
import { type CredentialCipher, type CredentialsKeys, createCredentialCipher } from './cipher.ts'

const batchSize = 100

/** The ids of the keys that credentials are encrypted by, and how many by each. */
export async function countByKey(database: Database): Promise<Map<string, number>> {
  const rows = await database
    .select({ keyId: sourceCredentials.keyId, count: sql<number>`count(*)::integer` })
    .from(sourceCredentials)
    .groupBy(sourceCredentials.keyId)
    .orderBy(sourceCredentials.keyId)
  return new Map(rows.map(({ keyId, count }) => [keyId, count]))
}

/** Encrypts the next batch anew. Its rows are locked, so that nothing written meanwhile is lost. */
async function rotateBatch(transaction: Transaction, cipher: CredentialCipher): Promise<number> {
  const { organizationId, integrationSourceId, keyId } = sourceCredentials
  const rows = await transaction
    .select()
    .from(sourceCredentials)
    .where(ne(keyId, cipher.currentKeyId))
    // One order for all, so that two rotations wait for each other instead of deadlocking.
    .orderBy(asc(organizationId), asc(integrationSourceId))
    .limit(batchSize)
    .for('update')
  for (const row of rows) {
    await transaction
      .update(sourceCredentials)
      .set(cipher.seal(row, cipher.open(row, row)))
      .where(and(eq(organizationId, row.organizationId), eq(integrationSourceId, row.integrationSourceId)))
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
  database: Database,
  keys: CredentialsKeys,
  progress: (done: number) => void,
): Promise<number> {
  const cipher = createCredentialCipher(keys)
  let done = 0
  // Not until a batch is empty: one that waited for another rotation may find all of its rows done.
  while ((await database.$count(sourceCredentials, ne(sourceCredentials.keyId, cipher.currentKeyId))) > 0) {
    done += await database.transaction((transaction) => rotateBatch(transaction, cipher))
    progress(done)
  }
  return done
}
