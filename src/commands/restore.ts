import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { restoreBackup } from '../backup/restore.ts'
import { loadConfig } from '../config.ts'
import { openDatabase } from '../db/client.ts'
import { countByKey } from '../identity/credentials/rotation.ts'
import { completeConfig } from '../identity/development-secrets.ts'
import { openOwnDatabase } from './own-database.ts'
import { type CommandResult, runWhenProgram, wrongArguments } from './run-command.ts'

const usage = `Usage: npm run restore -- FILE [--replace]

Restores a backup into the database, which must be empty. With --replace, the content of the database is deleted first. Stop
all processes of Sourcebook before.
`

function readArguments(argv: readonly string[]): { path: string; replaces: boolean } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { replace: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const [path, ...more] = positionals
    return path === undefined || more.length > 0 ? undefined : { path, replaces: values.replace }
  } catch {
    return undefined
  }
}

/**
 * `npm run restore -- FILE`: restores a backup into the database of the settings.
 *
 * @param report gets each line of progress
 */
export async function main(
  argv: readonly string[],
  environment: Parameters<typeof loadConfig>[0],
  report = (text: string): void => void process.stdout.write(text),
): Promise<CommandResult> {
  const options = readArguments(argv)
  if (!options) return wrongArguments('Name one file.', usage)
  const config = await completeConfig(loadConfig(environment))
  const logger = pino({ level: config.LOG_LEVEL })
  const own = await openOwnDatabase(config, { isShared: false, logger })
  try {
    await restoreBackup(own.connection, options.path, { replaces: options.replaces, tell: report, logger })
    const db = openDatabase(own.connection, 1)
    const counts = await countByKey(db).finally(() => db.close())
    const missing = [...counts.keys()].filter((keyId) =>
      config.CREDENTIALS_KEY.every(({ id }) => id !== keyId),
    )
    const keys = missing.map(
      (keyId) =>
        `Credentials are encrypted with the key ${keyId}, which CREDENTIALS_KEY does not have: add it.\n`,
    )
    return {
      exitCode: 0,
      stdout: `${options.path} is restored. The change feed begins a new epoch: readers must start again when they get 410 feed_epoch_changed. Next: npm start\n${keys.join('')}`,
      stderr: '',
    }
  } finally {
    await own.close()
  }
}

await runWhenProgram(import.meta.url, usage, main)
