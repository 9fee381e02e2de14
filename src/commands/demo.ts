import { parseArgs } from 'node:util'
import { ConfigurationError, type Environment, loadConfig } from '../config.ts'
import { createDemoClient, DemoError } from '../demo/client.ts'
import { type DemoCatalog, fillDemo, type Say } from '../demo/fill.ts'
import { DEMO_ORGANIZATION_ID } from '../identity/demo.ts'
import { type CommandResult, runWhenProgram, wrongArguments } from './run-command.ts'
import { makeToken } from './token.ts'

const usage = `Usage: npm run demo [-- options]

Fills a running instance, over its API, with a believable catalog. Running it again changes nothing.

  --url URL      default: SOURCEBOOK_URL, else where \`npm start\` listens: http://127.0.0.1:3000
  --token TOKEN  default: SOURCEBOOK_TOKEN, else one for the demo organization as \`npm run token\` makes it
`

/** Throws an Error that says what is wrong with the arguments. */
function readArguments(argv: readonly string[], environment: Environment) {
  const { values } = parseArgs({
    args: [...argv],
    options: { url: { type: 'string' }, token: { type: 'string' } },
  })
  const { url = environment.SOURCEBOOK_URL, token = environment.SOURCEBOOK_TOKEN } = values
  if (url !== undefined && !/^https?:\/\/[^/]/.test(url)) {
    throw new Error('--url must be a URL such as http://127.0.0.1:3000.')
  }
  // What HTTP cannot send in a header would only fail when it is sent.
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new Error('--token must be a bearer token, without spaces.')
  }
  return { url, token }
}

const makeDemoToken = (environment: Environment): Promise<string> =>
  makeToken(
    {
      principal: {
        subject: 'demo',
        organizationId: DEMO_ORGANIZATION_ID,
        role: 'ORGANIZATION_ADMIN',
        kind: 'person',
      },
      lifetimeSeconds: 600,
      isForDemo: true,
    },
    environment,
  )

const nextSteps = (url: string, { warehouseId, crmId, runPath }: DemoCatalog): string => `
Look at it (${url}/docs has the rest):

export TOKEN=$(npm run --silent token -- --role ANALYST)
curl -H "Authorization: Bearer $TOKEN" '${url}/api/integration-sources/${warehouseId}/tables?limit=5&fields=schema_name,name,description'
curl -H "Authorization: Bearer $TOKEN" '${url}/api/integration-sources/${warehouseId}/relationships?status=SUGGESTED'
curl -H "Authorization: Bearer $TOKEN" '${url}/api/integration-sources/${crmId}/saas-objects'
${runPath ? `curl -H "Authorization: Bearer $TOKEN" '${url}${runPath}'\n` : ''}`

/**
 * Fills a running instance with the demo, and says on stdout what to do next. Exit code 2: wrong arguments, with the
 * usage on stderr; 1: the instance cannot be reached, or refuses.
 *
 * @param say told about each step while it runs
 */
export async function main(
  argv: readonly string[],
  environment: Environment,
  say: Say = (text) => void process.stderr.write(`${text}\n`),
): Promise<CommandResult> {
  let given: ReturnType<typeof readArguments>
  try {
    given = readArguments(argv, environment)
  } catch (error) {
    return wrongArguments((error as Error).message, usage)
  }
  try {
    const url = given.url ?? `http://127.0.0.1:${loadConfig(environment).PORT}`
    const token = given.token ?? (await makeDemoToken(environment))
    say(`Filling ${url}`)
    const catalog = await fillDemo(createDemoClient(url, token), say)
    return { exitCode: 0, stdout: nextSteps(url.replace(/\/+$/, ''), catalog), stderr: '' }
  } catch (error) {
    if (!(error instanceof ConfigurationError || error instanceof DemoError)) throw error
    return { exitCode: 1, stdout: '', stderr: `${error.message}\n` }
  }
}

await runWhenProgram(import.meta.url, usage, main)
