import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { ConfigurationError, type Environment } from '../config.ts'
import { type Connected, connect } from '../connect/connect.ts'
import { ConnectError } from '../connect/connect-error.ts'
import { InputEndedError, type Questions, terminalQuestions } from '../connect/questions.ts'
import { InstanceError } from '../instance/client.ts'
import { instanceOptions, instanceUsage, openInstance, readInstanceOptions } from './instance-options.ts'
import { type CommandResult, runWhenProgram, wrongArguments } from './run-command.ts'

const usage = `Usage: npm run connect [-- options]

Connects a system to a running instance: tests the settings, creates the source, adds its databases and runs an
introspection. On a terminal it asks for missing options.

  --connector TYPE
                 postgresql, mysql, bigquery, duckdb or sqlite
  --name NAME    the name of the source
  --set NAME=VALUE
                 a setting, such as host=127.0.0.1 or tls.mode=disable; may be repeated
  --credentials FILE
                 a JSON file with the credentials, such as {"user": "reader", "password": "…"}
  --database NAME
                 a database to read; may be repeated; default: all
  ${instanceUsage}

Exit codes: 0 connected; 1 refused or failed; 2 wrong arguments.
`

const readJson = async (path: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    // The content of the file is secret, and the message of the parser would show a part of it.
    const { code } = error as NodeJS.ErrnoException
    throw new ConnectError(`${path} ${code === undefined ? 'is not JSON' : `cannot be read (${code})`}.`)
  }
}

/** @throws Error with a message about invalid arguments */
function readArguments(argv: readonly string[], environment: Environment) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...instanceOptions,
      connector: { type: 'string' },
      name: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      credentials: { type: 'string' },
      database: { type: 'string', multiple: true, default: [] },
    },
  })
  return { ...values, instance: readInstanceOptions(values, environment) }
}

function outcome({ sourceId, run }: Connected, url: string): CommandResult {
  if (run.status !== 'succeeded') {
    const reasons = (run.databases ?? [])
      .filter(({ error_detail: detail }) => detail)
      .map(({ name, error_detail: detail }) => `  ${name}: ${detail}\n`)
    return {
      exitCode: 1,
      stdout: '',
      stderr: `The introspection is ${run.status}.\n${reasons.join('')}`,
    }
  }
  const source = `${url}/api/integration-sources/${sourceId}`
  const stdout = `
Read what was found:

export TOKEN=$(npm run --silent token -- --role ANALYST)
curl -H "Authorization: Bearer $TOKEN" '${source}/tables?limit=5&fields=schema_name,name,row_count'
curl -H "Authorization: Bearer $TOKEN" '${source}/columns?limit=5&fields=name,data_type,description'
`
  return { exitCode: 0, stdout, stderr: '' }
}

/**
 * Connects a system, and prints the next steps on stdout. Exit code 2: invalid arguments, with the usage on
 * stderr; 1: the instance or the system cannot be reached, or refuses.
 *
 * @param ask opens the questions to the user; undefined without a terminal
 * @param say gets each line of progress
 */
export async function main(
  argv: readonly string[],
  environment: Environment,
  ask: (() => Questions) | undefined = process.stdin.isTTY
    ? () => terminalQuestions(process.stdin, process.stderr)
    : undefined,
  say: (text: string) => void = (text) => void process.stderr.write(`${text}\n`),
): Promise<CommandResult> {
  let given: ReturnType<typeof readArguments>
  try {
    given = readArguments(argv, environment)
  } catch (error) {
    return wrongArguments((error as Error).message, usage)
  }
  const questions = ask?.()
  try {
    const { url, client } = await openInstance(given.instance, 'connect', environment)
    const credentials =
      given.credentials === undefined
        ? undefined
        : ((await readJson(given.credentials)) as Record<string, unknown>)
    const request = {
      connector: given.connector,
      name: given.name,
      settings: given.set,
      credentials,
      databases: given.database,
    }
    return outcome(await connect(request, { client, questions, say, readJson }), url)
  } catch (error) {
    const isKnown = [ConnectError, InputEndedError, InstanceError, ConfigurationError].some(
      (type) => error instanceof type,
    )
    if (!isKnown) throw error
    return { exitCode: 1, stdout: '', stderr: `${(error as Error).message}\n` }
  } finally {
    questions?.close()
  }
}

await runWhenProgram(import.meta.url, usage, main)
