import type { FastifyBaseLogger } from 'fastify'
import type { Config } from '../config.ts'
import { type ConnectionOptions, openClient } from '../db/client.ts'
import { prepareSite } from '../db/embedded/site.ts'
import { startEmbeddedPostgres } from '../db/embedded.ts'
import { awaitUsableDatabase } from '../db/usable-database.ts'

/** The database of this instance, for a command. */
export interface OwnDatabase {
  connection: ConnectionOptions
  /** Stops the embedded server if the command started it. */
  close(): Promise<void>
}

const nothing = async () => undefined

async function isReachable(connection: ConnectionOptions): Promise<boolean> {
  const client = openClient(connection, { max: 1, fetch_types: false })
  const answered = client.unsafe('SELECT 1').then(
    () => true,
    () => false,
  )
  return answered.finally(() => client.end({ timeout: 1 }))
}

/**
 * Opens the database of the settings, or the embedded one.
 *
 * @param isShared whether the command may run next to a running instance; it then uses that instance's
 *   embedded server
 * @throws UnusableDatabaseError, EmbeddedPostgresError
 */
export async function openOwnDatabase(
  { DATABASE_URL, DATA_DIR, DATABASE_WAIT_SECONDS }: Config,
  { isShared, logger }: { isShared: boolean; logger: FastifyBaseLogger },
): Promise<OwnDatabase> {
  if (DATABASE_URL !== undefined) {
    await awaitUsableDatabase(DATABASE_URL, {
      patienceSeconds: DATABASE_WAIT_SECONDS,
      migrates: true,
      logger,
    })
    return { connection: DATABASE_URL, close: nothing }
  }
  const options = { dataDirectory: DATA_DIR, logger }
  const { connection } = await prepareSite(options)
  if (isShared && (await isReachable(connection))) return { connection, close: nothing }
  const embedded = await startEmbeddedPostgres(options)
  return { connection: embedded.connection, close: embedded.stop }
}
