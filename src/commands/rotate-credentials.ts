import { pino } from 'pino'
import { type Environment, loadConfig } from '../config.ts'
import { openDatabase } from '../db/client.ts'
import { type CredentialsKeys, CredentialsUnreadableError } from '../identity/credentials/cipher.ts'
import { countByKey, rotateCredentials } from '../identity/credentials/rotation.ts'
import { completeConfig } from '../identity/development-secrets.ts'
import { openOwnDatabase } from './own-database.ts'
import { type CommandResult, runWhenProgram, wrongArguments } from './run-command.ts'

const usage = `Usage: npm run credentials:rotate

Encrypts the credentials of all sources and organizations with the first key of CREDENTIALS_KEY. The setting must also have
the old keys, which decrypt them. Servers and workers may run meanwhile. Running it again changes nothing.
`

const failed = (stderr: string): CommandResult => ({ exitCode: 1, stdout: '', stderr: `${stderr}\n` })

/**
 * `npm run credentials:rotate`: encrypts all credentials with the first key of CREDENTIALS_KEY. Exit code 1:
 * the configuration is invalid, or a key is missing or wrong.
 *
 * @param report gets each line of progress
 */
export async function main(
  argv: readonly string[],
  environment: Environment,
  report = (text: string): void => void process.stdout.write(text),
): Promise<CommandResult> {
  if (argv.length > 0) return wrongArguments(`Unexpected argument ${argv[0]}`, usage)
  try {
    const config = await completeConfig(loadConfig(environment))
    const logger = pino({ level: config.LOG_LEVEL })
    const own = await openOwnDatabase(config, { isShared: true, logger })
    const db = openDatabase(own.connection, 1)
    try {
      return await rotate(db, config.CREDENTIALS_KEY, report)
    } finally {
      await db.close()
      await own.close()
    }
  } catch (error) {
    if (error instanceof CredentialsUnreadableError) return failed(`${error.message}. ${partlyDone}`)
    throw error
  }
}

const partlyDone = 'Finished batches stay encrypted with the new key; run this again with the right key.'

async function rotate(
  db: Parameters<typeof countByKey>[0],
  keys: CredentialsKeys,
  report: (text: string) => void,
): Promise<CommandResult> {
  const counts = await countByKey(db)
  const missing = [...counts].filter(([keyId]) => keys.every(({ id }) => id !== keyId))
  if (missing.length > 0) {
    const lines = missing.map(([keyId, count]) => `  - ${keyId}: ${count} credentials\n`)
    return failed(
      `CREDENTIALS_KEY lacks these keys, with which credentials are encrypted:\n${lines.join('')}Add them after the first one and run this again. Nothing was changed.`,
    )
  }
  const [{ id: current }] = keys
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const toDo = total - (counts.get(current) ?? 0)
  report(`${total} credentials, of which ${toDo} are to be encrypted with the key ${current}\n`)
  const done = await rotateCredentials(db, keys, (number) => report(`${number} of ${toDo}\n`))
  return {
    exitCode: 0,
    stdout: `${done} were encrypted again. Next: when every running process has the key ${current} first in CREDENTIALS_KEY, run this once more; if nothing is left to do, remove the other keys.\n`,
    stderr: '',
  }
}

await runWhenProgram(import.meta.url, usage, main)
