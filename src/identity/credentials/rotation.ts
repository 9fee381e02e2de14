import { and, eq, ne, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Database, Transaction } from '../../db/client.ts'
import { organizationCredentials, sourceCredentials } from '../../db/schema.ts'
import { type CredentialCipher, type CredentialsKeys, createCredentialCipher } from './cipher.ts'

const batchSize = 100

type Sealed = typeof sourceCredentials | typeof organizationCredentials

/** The tables of credentials, with their key columns. */
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

/** The number of encrypted credentials by the id of their key. */
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

/**
 * Encrypts the next batch of a table with the current key. It locks the rows, so that no concurrent write is
 * lost.
 */
async function rotateBatch(
  transaction: Transaction,
  cipher: CredentialCipher,
  { table, key }: (typeof tables)[number],
): Promise<number> {
  const rows = await transaction
    .select()
    .from(table)
    .where(ne(table.keyId, cipher.currentKeyId))
    // All rotations lock in the same order, so that two of them wait for each other and do not deadlock.
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
 * Encrypts all credentials of other keys with the first key, in short transactions. When it is stopped,
 * finished batches stay, and it can be run again.
 *
 * @param progress called after each batch, with the number of credentials so far
 * @returns how many credentials were encrypted again
 * @throws CredentialsUnreadableError when a key cannot decrypt; finished batches stay
 */
export async function rotateCredentials(
  db: Database,
  keys: CredentialsKeys,
  progress: (done: number) => void,
): Promise<number> {
  const cipher = createCredentialCipher(keys)
  let done = 0
  for (const target of tables) {
    // An empty batch does not mean the end: another rotation may have encrypted the rows that this batch
    // waited for.
    while ((await db.$count(target.table, ne(target.table.keyId, cipher.currentKeyId))) > 0) {
      done += await db.transaction((transaction) => rotateBatch(transaction, cipher, target))
      progress(done)
    }
  }
  return done
}
