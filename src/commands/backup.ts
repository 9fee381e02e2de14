import { pino } from 'pino'
import { writeBackup } from '../backup/write.ts'
import { loadConfig } from '../config.ts'
import { openOwnDatabase } from './own-database.ts'
import { type CommandResult, runWhenProgram, wrongArguments } from './run-command.ts'

const usage = `Usage: npm run backup -- FILE

Writes the whole database to a new file, as of one moment. An instance may run meanwhile.
`

/**
 * `npm run backup -- FILE`: writes a backup of the database of the settings.
 *
 * @param report gets each line of progress
 */
export async function main(
  argv: readonly string[],
  environment: Parameters<typeof loadConfig>[0],
  report = (text: string): void => void process.stdout.write(text),
): Promise<CommandResult> {
  const [path, ...more] = argv
  if (path === undefined || path.startsWith('-') || more.length > 0) {
    return wrongArguments('Name one file.', usage)
  }
  const config = loadConfig(environment)
  const own = await openOwnDatabase(config, {
    isShared: true,
    logger: pino({ level: config.LOG_LEVEL }),
  })
  try {
    await writeBackup(own.connection, path, report)
  } finally {
    await own.close()
  }
  const key = config.CREDENTIALS_KEY ? 'CREDENTIALS_KEY' : `${config.DATA_DIR}/credentials-key`
  return {
    exitCode: 0,
    stdout: `${path} is complete. The credentials of sources in it are encrypted: keep ${key}, too, and in another place. Without that key they cannot be decrypted. To restore it: npm run restore -- ${path}\n`,
    stderr: '',
  }
}

await runWhenProgram(import.meta.url, usage, main)
