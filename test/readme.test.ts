import { spawn, spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { ensureDemo } from '../src/demo.ts'
import { DEMO_ORGANIZATION_ID } from '../src/identity/demo.ts'
import { packageRoot } from '../src/package-root.ts'
import { build, testSecrets } from './helper.ts'
import { uncovered } from './support/uncovered.ts'

const headings = [
  '## First requests',
  '## From a new source to an approved relationship',
  '## Descriptions that nobody loses',
  '## Tokens',
  '## Descriptions outside of the API',
]
const missing = ['bash', 'curl'].find((program) => spawnSync(program, ['--version']).error)

/** The commands of one section of the README. */
async function commandsOf(section: string): Promise<string> {
  const readme = await readFile(join(packageRoot, 'README.md'), 'utf8')
  const text = readme.split(`${section}\n`)[1]?.split(/^## /m)[0] ?? ''
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands]) => commands).join('')
}

t.test(
  'what the README shows works when it is pasted',
  { skip: missing === undefined ? false : `there is no ${missing} here` },
  async (t) => {
    const { app, call, database, token } = await build(t)
    await ensureDemo(database)
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const sections = await Promise.all(headings.map(commandsOf))
    // An answer that is a problem ends the shell.
    const home = t.testdir({ '.curlrc': 'fail-with-body\n' })
    const commands = sections
      .join('')
      .replaceAll('http://127.0.0.1:3000', url)
      .replaceAll('warehouse.yaml', join(home, 'warehouse.yaml'))
      // But one is shown on purpose, and a plan with changes says so by its exit code.
      .replace(/^curl .*"name": 5.*$/m, '! $&')
      .replace(/^npm .* -- plan .*$/m, '{ $&\n} || [ $? = 3 ]')
    t.match(commands, /^! curl[\s\S]*\|\| \[ \$\? = 3 \]/m)

    const shell = spawn('bash', ['-e', '-o', 'pipefail'], {
      cwd: packageRoot,
      env: {
        PATH: process.env.PATH,
        CURL_HOME: home,
        SOURCEBOOK_URL: url,
        ...testSecrets,
        ...uncovered,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const ended = new Promise((resolve) => shell.on('close', resolve))
    shell.stdin.end(commands)
    const [printed, complaints] = await Promise.all([shell.stdout.toArray(), shell.stderr.toArray()])
    t.equal(await ended, 0, `${Buffer.concat(printed)}${Buffer.concat(complaints)}`)
    const output = Buffer.concat(printed).toString()
    t.match(output, /HTTP\/1.1 201 Created/)
    t.match(output, /"errors":\[\{[^}]*"name"/, 'the problem says where the request is wrong')
    t.match(output, /"token":"sbk_/)
    t.match(output, /What the shop sells, and to whom[\s\S]*npm run --silent descriptions -- apply/)
    t.match(output, /"matched"/)
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
