import { parseArgs } from 'node:util'
import { ConfigurationError, type Environment } from '../config.ts'
import { type DemoCatalog, fillDemo } from '../demo/fill.ts'
import type { Say } from '../demo/say.ts'
import { InstanceError } from '../instance/client.ts'
import {
  type InstanceChoice,
  instanceOptions,
  instanceUsage,
  openInstance,
  readInstanceOptions,
} from './instance-options.ts'
import { type CommandResult, runWhenProgram, wrongArguments } from './run-command.ts'

const usage = `Usage: npm run demo [-- options]

Fills a running instance with a realistic catalog, over its API. Running it again changes nothing.

  ${instanceUsage}
`

const nextSteps = (url: string, { warehouseId, crmId, runPath }: DemoCatalog): string => `
Look at it (${url}/docs has the rest):

export TOKEN=$(npm run --silent token -- --role ANALYST)
curl -H "Authorization: Bearer $TOKEN" '${url}/api/integration-sources/${warehouseId}/tables?limit=5&fields=schema_name,name,description'
curl -H "Authorization: Bearer $TOKEN" '${url}/api/integration-sources/${warehouseId}/relationships?status=SUGGESTED'
curl -H "Authorization: Bearer $TOKEN" '${url}/api/integration-sources/${crmId}/saas-objects'
${runPath ? `curl -H "Authorization: Bearer $TOKEN" '${url}${runPath}'\n` : ''}`

/**
 * Fills a running instance with the demo, and prints the next steps on stdout. Exit code 2: invalid
 * arguments, with the usage on stderr; 1: the instance cannot be reached, or refuses.
 *
 * @param say gets each line of progress
 */
export async function main(
  argv: readonly string[],
  environment: Environment,
  say: Say = (text) => void process.stderr.write(`${text}\n`),
): Promise<CommandResult> {
  let choice: InstanceChoice
  try {
    choice = readInstanceOptions(parseArgs({ args: [...argv], options: instanceOptions }).values, environment)
  } catch (error) {
    return wrongArguments((error as Error).message, usage)
  }
  try {
    const { url, client } = await openInstance(choice, 'demo', environment)
    say(`Filling ${url}`)
    return { exitCode: 0, stdout: nextSteps(url, await fillDemo(client, say)), stderr: '' }
  } catch (error) {
    if (!(error instanceof ConfigurationError || error instanceof InstanceError)) throw error
    return { exitCode: 1, stdout: '', stderr: `${error.message}\n` }
  }
}

await runWhenProgram(import.meta.url, usage, main)
