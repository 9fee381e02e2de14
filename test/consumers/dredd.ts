import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { type JsonObject, objectOf } from '../../src/contract/generator/json.ts'
import { DEMO_ORGANIZATION_ID } from '../../src/identity/demo.ts'
import { packageRoot } from '../../src/package-root.ts'
import type { RunningApp } from './running-app.ts'
import { installNpm, run } from './tools.ts'

const source = join(packageRoot, 'test/consumers/dredd')

/**
 * Dredd sends the example requests of the published contract, and compares the answers with the examples.
 *
 * @returns how many answers were as expected, and the output of Dredd for the others
 * @see https://dredd.org
 */
export async function runDredd(app: RunningApp): Promise<{ passed: number; failed: number; output: string }> {
  const program = join(await installNpm('dredd', source), 'node_modules/.bin/dredd')
  const folder = await mkdtemp(join(tmpdir(), 'sourcebook-dredd-'))
  try {
    const contract = (await (await fetch(`${app.url}/openapi-json-only.json`)).json()) as JsonObject
    const document = join(folder, 'openapi.json')
    await writeFile(
      document,
      // In the contract children come after their parent, so reversed order deletes them before it.
      JSON.stringify({
        ...contract,
        paths: Object.fromEntries(Object.entries(objectOf(contract.paths)).reverse()),
      }),
    )
    const token = await app.token('SYSTEM_ADMIN', DEMO_ORGANIZATION_ID)
    const options = ['--sorted', '--loglevel', 'error', '--hookfiles', join(source, 'hooks.cjs')]
    const { output } = await run(
      program,
      [document, app.url, '--header', `Authorization: Bearer ${token}`, ...options],
      { name: 'dredd', cwd: folder },
    )
    const text = stripVTControlCharacters(output)
    const [, passed = '0', failed = '-1', errors = '0'] =
      /complete: .*?(\d+) passing, (\d+) failing, (\d+) errors/.exec(text) ?? []
    return { passed: Number(passed), failed: Number(failed) + Number(errors), output: text }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
