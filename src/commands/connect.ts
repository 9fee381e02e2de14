import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { ConfigurationError, type Environment, loadConfig } from '../config.ts'
import { type Connected, connect } from '../connect/connect.ts'
import { type Questions, terminalQuestions } from '../connect/questions.ts'
import { SettingError } from '../connect/settings.ts'
import { createDemoClient, DemoError } from '../demo/client.ts'
import { DEMO_ORGANIZATION_ID } from '../identity/demo.ts'
import { type CommandResult, runWhenProgram, wrongArguments } from './run-command.ts'
import { makeToken } from './token.ts'

const usage = `Usage: npm run connect [-- options]

Connects a system to a running instance: tests the settings, creates the source, adds its databases and runs an
introspection. On a terminal it asks for what the options do not say.

  --connector TYPE     postgresql, mysql, bigquery, duckdb or sqlite
  --name NAME          what the source is called
  --set NAME=VALUE     a setting, such as host=127.0.0.1 or tls.mode=disable; may be repeated
  --credentials FILE   a JSON file with the credentials, such as {"user": "reader", "password": "…"}
  --database NAME      a database to read; may be repeated; default: all
  --url URL            the server; default: SOURCEBOOK_URL, else where \`npm start\` listens
  --token TOKEN        a bearer token; default: SOURCEBOOK_TOKEN, else one for the demo organization
  --help               show this

Exit codes: 0 connected; 1 refused or failed; 2 wrong arguments.
`

const readJson = async (path: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    // What is in the file is secret, and a message of the parser shows a part of it.
    const { code } = error as NodeJS.ErrnoException
    throw new SettingError(`${path} ${code === undefined ? 'is not JSON' : `cannot be read (${code})`}.`)
  }
}

/** Throws an Error that says what is wrong with the arguments. */
function readArguments(argv: readonly string[]) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      connector: { type: 'string' },
      name: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      credentials: { type: 'string' },
      database: { type: 'string', multiple: true, default: [] },
      url: { type: 'string' },
      token: { type: 'string' },
    },
  })
  return values
}

const makeAdministratorToken = (environment: Environment): Promise<string> =>
  makeToken(
    {
      principal: {
        subject: 'connect',
        organizationId: DEMO_ORGANIZATION_ID,
        role: 'ORGANIZATION_ADMIN',
        kind: 'person',
      },
      lifetimeSeconds: 3600,
      isForDemo: true,
    },
    environment,
  )

function outcome({ sourceId, run }: Connected, url: string): CommandResult {
  const source = `${url}/api/integration-sources/${sourceId}`
  const failures = (run.databases ?? []).flatMap(({ name, error_detail: detail }) =>
    detail ? [`  ${name}: ${detail}\n`] : [],
  )
  const next = `
Read what was found:

export TOKEN=$(npm run --silent token -- --role ANALYST)
curl -H "Authorization: Bearer $TOKEN" '${source}/tables?limit=5&fields=schema_name,name,row_count'
curl -H "Authorization: Bearer $TOKEN" '${source}/columns?limit=5&fields=name,data_type,description'
`
  if (run.status !== 'succeeded') {
    const reasons = failures.length === 0 ? '' : `\n${failures.join('')}`
    return { exitCode: 1, stdout: '', stderr: `The introspection is ${run.status}.${reasons}\n` }
  }
  return { exitCode: 0, stdout: next, stderr: '' }
}

/**
 * Connects a system, and says on stdout what to do next. Exit code 2: wrong arguments, with the usage on stderr; 1: the
 * instance or the system cannot be reached, or refuses.
 *
 * @param ask asks for what is missing; nobody when undefined
 * @param say told about each step while it runs
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
    given = readArguments(argv)
  } catch (error) {
    return wrongArguments((error as Error).message, usage)
  }
  const questions = ask?.()
  try {
    const url =
      given.url ?? (environment.SOURCEBOOK_URL || `http://127.0.0.1:${loadConfig(environment).PORT}`)
    const token = given.token ?? (environment.SOURCEBOOK_TOKEN || (await makeAdministratorToken(environment)))
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
    const client = createDemoClient(url, token)
    return outcome(await connect(request, { client, questions, say, readJson }), url.replace(/\/+$/, ''))
  } catch (error) {
    const isKnown = [SettingError, DemoError, ConfigurationError].some((type) => error instanceof type)
    if (!isKnown) throw error
    return { exitCode: 1, stdout: '', stderr: `${(error as Error).message}\n` }
  } finally {
    questions?.close()
  }
}

await runWhenProgram(import.meta.url, usage, main)
