import { pino } from 'pino'
import { type Environment, loadConfig } from '../config.ts'
import { openDatabase } from '../db/client.ts'
import { type CredentialsKeys, CredentialsUnreadableError } from '../identity/credentials/cipher.ts'
import { countByKey, rotateCredentials } from '../identity/credentials/rotation.ts'
import { completeConfig } from '../identity/development-secrets.ts'
import { openOwnDatabase } from './own-database.ts'
import { type CommandResult, runWhenProgram, wrongArguments } from './run-command.ts'

const usage = `Usage: npm run credentials:rotate

Encrypts the credentials of all sources and organizations with the first key of CREDENTIALS_KEY; the others must be there
to read what they encrypted. Servers and workers may run meanwhile. Running it again changes nothing.
`

const failed = (stderr: string): CommandResult => ({ exitCode: 1, stdout: '', stderr: `${stderr}\n` })

/**
 * `npm run credentials:rotate`: encrypts the credentials of all sources by the first key of CREDENTIALS_KEY. Exit code 1:
 * the configuration is wrong, or a key is missing or not the right one.
 *
 * @param tell is told the progress as it is made
 */
export async function main(
  argv: readonly string[],
  environment: Environment,
  tell = (text: string): void => void process.stdout.write(text),
): Promise<CommandResult> {
  if (argv.length > 0) return wrongArguments(`Unexpected argument ${argv[0]}`, usage)
  try {
    const config = await completeConfig(loadConfig(environment))
    const logger = pino({ level: config.LOG_LEVEL })
    const own = await openOwnDatabase(config, { isShared: true, logger })
    const db = openDatabase(own.connection, 1)
    try {
      return await rotate(db, config.CREDENTIALS_KEY, tell)
    } finally {
      await db.close()
      await own.close()
    }
  } catch (error) {
    if (error instanceof CredentialsUnreadableError) return failed(`${error.message}. ${partlyDone}`)
    throw error
  }
}

const partlyDone = 'What was encrypted anew before stays so; run this again when the key is right.'

async function rotate(
  database: Parameters<typeof countByKey>[0],
  keys: CredentialsKeys,
  tell: (text: string) => void,
): Promise<CommandResult> {
  const counts = await countByKey(database)
  const missing = [...counts].filter(([keyId]) => keys.every(({ id }) => id !== keyId))
  if (missing.length > 0) {
    const lines = missing.map(([keyId, count]) => `  - ${keyId}: ${count} credentials\n`)
    return failed(
      `CREDENTIALS_KEY does not have these keys, by which credentials are encrypted:\n${lines.join('')}Put them behind the first one and run this again. Nothing was changed.`,
    )
  }
  const [{ id: current }] = keys
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const toDo = total - (counts.get(current) ?? 0)
  tell(`${total} credentials, of which ${toDo} are to be encrypted by the key ${current}\n`)
  const done = await rotateCredentials(database, keys, (number) => tell(`${number} of ${toDo}\n`))
  return {
    exitCode: 0,
    stdout: `${done} were encrypted anew. Next: when every running process has the key ${current} first in CREDENTIALS_KEY, run this once more; if nothing is left to do, remove the other keys.\n`,
    stderr: '',
  }
}

await runWhenProgram(import.meta.url, usage, main)
