import { pino } from 'pino'
import { loadConfig } from '../config.ts'
import { startEmbeddedPostgres } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { awaitUsableDatabase } from '../db/usable-database.ts'
import { runWhenProgram, withoutArguments } from './run-command.ts'

const usage = `Usage: npm run db:migrate

Creates or updates the tables in the database of the settings. Use it with MIGRATE_ON_START=false; otherwise each start does it.
`

/** `npm run db:migrate`: updates the database schema without a start. */
export const main = withoutArguments(usage, async (environment) => {
  const {
    DATABASE_URL,
    DATA_DIR,
    LOG_LEVEL,
    DATABASE_WAIT_SECONDS: patienceSeconds,
  } = loadConfig(environment)
  const logger = pino({ level: LOG_LEVEL })
  if (DATABASE_URL !== undefined) {
    await awaitUsableDatabase(DATABASE_URL, { patienceSeconds, migrates: true, logger })
    await migrate(DATABASE_URL, logger)
  } else {
    const embedded = await startEmbeddedPostgres({ dataDirectory: DATA_DIR, logger })
    await migrate(embedded.connection, logger).finally(() => embedded.stop())
  }
  return { exitCode: 0, stdout: 'The database schema is up to date. Next: npm start\n', stderr: '' }
})

await runWhenProgram(import.meta.url, usage, main)
