import { pino } from 'pino'
import { writeBackup } from '../backup/write.ts'
import { loadConfig } from '../config.ts'
import { openOwnDatabase } from './own-database.ts'
import { type CommandResult, runWhenProgram, wrongArguments } from './run-command.ts'

const usage = `Usage: npm run backup -- FILE

Writes everything that the database holds into a new file, as of one moment; a running instance goes on.
`

/**
 * `npm run backup -- FILE`: writes a backup of the database of the settings.
 *
 * @param tell is told the progress as it is made
 */
export async function main(
  argv: readonly string[],
  environment: Parameters<typeof loadConfig>[0],
  tell = (text: string): void => void process.stdout.write(text),
): Promise<CommandResult> {
  const [path, ...more] = argv
  if (path === undefined || path.startsWith('-') || more.length > 0) {
    return wrongArguments('Name one file.', usage)
  }
  const config = loadConfig(environment)
  const database = await openOwnDatabase(config, {
    isShared: true,
    logger: pino({ level: config.LOG_LEVEL }),
  })
  try {
    await writeBackup(database.connection, path, tell)
  } finally {
    await database.close()
  }
  const key = config.CREDENTIALS_KEY ? 'CREDENTIALS_KEY' : `${config.DATA_DIR}/credentials-key`
  return {
    exitCode: 0,
    stdout: `${path} is complete. Credentials of sources are encrypted in it: keep ${key}, too, and elsewhere. Without that key they cannot be read. Next, where it is needed: npm run restore -- ${path}\n`,
    stderr: '',
  }
}

await runWhenProgram(import.meta.url, usage, main)
