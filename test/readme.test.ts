import { spawn, spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { ensureDemo } from '../src/demo.ts'
import { DEMO_ORGANIZATION_ID } from '../src/identity/demo.ts'
import { packageRoot } from '../src/package-root.ts'
import { build, testSecrets } from './helper.ts'
import { uncovered } from './support/uncovered.ts'

const headings = ['## From a new source to an approved relationship', '## Descriptions that nobody loses']
const missing = ['bash', 'curl'].find((program) => spawnSync(program, ['--version']).error)

/** The commands of one section of the README. */
async function commandsOf(section: string): Promise<string> {
  const readme = await readFile(join(packageRoot, 'README.md'), 'utf8')
  const text = readme.split(`${section}\n`)[1]?.split(/^## /m)[0] ?? ''
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands]) => commands).join('')
}

t.test(
  'the walk of the README works when it is pasted',
  { skip: missing === undefined ? false : `there is no ${missing} here` },
  async (t) => {
    const { app, call, database, token } = await build(t)
    await ensureDemo(database)
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const sections = await Promise.all(headings.map(commandsOf))
    const commands = sections.join('').replaceAll('http://127.0.0.1:3000', url)
    t.match(commands, url)

    // An answer that is a problem ends the walk.
    const home = t.testdir({ '.curlrc': 'fail-with-body\n' })
    const shell = spawn('bash', ['-e', '-o', 'pipefail'], {
      cwd: packageRoot,
      env: { PATH: process.env.PATH, CURL_HOME: home, ...testSecrets, ...uncovered },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const ended = new Promise((resolve) => shell.on('close', resolve))
    shell.stdin.end(commands)
    const [printed, complaints] = await Promise.all([shell.stdout.toArray(), shell.stderr.toArray()])
    t.equal(await ended, 0, `${Buffer.concat(printed)}${Buffer.concat(complaints)}`)
    const output = Buffer.concat(printed).toString()
    t.match(output, /"failed":0,"tables":\{"created":3/)
    t.match(output, /"updated":1,"results":\[\{"id":"[^"]+","status":"updated"\}\]/)
    t.match(output, /HTTP\/1.1 200 OK[\s\S]*"status":"APPROVED"/)
    t.match(output, /description-shadowed-by: manual_edit/)
    t.match(
      output,
      /"description":"The customer who wrote; 0 for guests.","description_source":"manual_edit"[^}]*\}?/,
    )

    const admin = await token('ORGANIZATION_ADMIN', DEMO_ORGANIZATION_ID)
    const sources = (await call('listIntegrationSources', { token: admin })).json()
    const shop = sources.find(({ name }: { name: string }) => name === 'Shop')
    const listed = await call('listRelationships', {
      token: admin,
      params: { integration_source_id: shop.id },
    })
    t.match(listed.json(), [
      { type: 'FOREIGN_KEY', status: 'APPROVED' },
      { type: 'INFERRED', status: 'APPROVED', evidence: { checked_by: 'a curator' }, score: 1 },
    ])
  },
)
