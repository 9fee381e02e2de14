import { spawn, spawnSync } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { migrate } from '../../src/db/migrate.ts'
import { ensureDemo } from '../../src/demo/empty-catalog.ts'
import { ensureShopDatabase } from '../../src/demo/shop-database.ts'
import { DEMO_ORGANIZATION_ID } from '../../src/identity/demo.ts'
import { startIntrospection } from '../../src/introspection/worker.ts'
import { packageRoot } from '../../src/package-root.ts'
import { embeddedServerForTest } from '../database.ts'
import { build, testSecrets } from '../helper.ts'
import { uncovered } from '../support/uncovered.ts'
import { blocksOf, documents, readDocument } from './documents.ts'

/** Shells into which people paste, in interactive mode: zsh refuses comments, and bash expands `!`. */
const shells: Record<string, readonly string[]> = {
  bash: ['--norc', '--noprofile', '-i', '-e', '-o', 'pipefail'],
  zsh: ['-f', '-i', '-s', '-e', '-o', 'pipefail'],
}
const isMissing = (program: string) => spawnSync(program, ['--version']).error !== undefined
const missing = ['curl', ...Object.keys(shells)].filter(isMissing)
if (missing.length > 0 && process.env.CI === 'true') {
  throw new Error(`In CI nothing is skipped, but these are not on PATH: ${missing}`)
}

/** Quotes a text as one word for any shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

const pages = await Promise.all(
  documents.map(async (name) => ({ name, blocks: blocksOf(await readDocument(name)) })),
)

/** An instance as `npm start` runs it: with the demo, its shop database, and workers. */
async function demoInstance(t: Test) {
  const { connection, administration } = await embeddedServerForTest(t, { settings: { fsync: 'off' } })
  const silent = pino({ level: 'silent' })
  await migrate(connection, silent)
  const ownSource = await ensureShopDatabase(administration)
  const instance = await build(t, {}, connection, ownSource)
  await ensureDemo(instance.database, { hasShop: true })
  const introspection = await startIntrospection(connection, instance.config, silent)
  t.teardown(() => introspection.stop())
  await instance.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...instance, port: (instance.app.server.address() as AddressInfo).port }
}

/** The commands to paste, in the order of the pages, for an instance at `url`. */
function commandsFor(url: string, folder: string): string {
  return pages
    .flatMap(({ name, blocks }) => [
      `echo '== ${name}'\n`,
      ...blocks.filter(({ language, notRun }) => language === 'sh' && !notRun).map(({ text }) => text),
    ])
    .join('')
    .replaceAll('http://127.0.0.1:3000', url)
    .replaceAll('warehouse.yaml', quoted(join(folder, 'warehouse.yaml')))
    .replace(/^curl .*"name": 5.*$/m, '{ $&\n} || [ $? = 22 ]')
    .replace(/^npm .* -- plan .*$/m, '{ $&\n} || [ $? = 3 ]')
}

/** Pipes `commands` into a shell, which ends at the first one that fails. */
async function paste(shell: string, commands: string, environment: Record<string, string>) {
  const child = spawn(shell, shells[shell] as string[], {
    cwd: packageRoot,
    env: { PATH: process.env.PATH, PS1: '', PS2: '', HISTFILE: '', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = new Promise((resolve) => child.on('close', resolve))
  // A shell that ends early does not read the rest.
  child.stdin.on('error', () => undefined)
  child.stdin.end(commands)
  const [printed, complaints] = await Promise.all([child.stdout.toArray(), child.stderr.toArray()])
  return {
    exitCode: await ended,
    output: Buffer.concat(printed).toString(),
    complaints: Buffer.concat(complaints).toString(),
  }
}

t.test('every block of commands is run by a test, or the page says why not', async (t) => {
  for (const { name, blocks } of pages) {
    for (const { language, text } of blocks) {
      t.notMatch(language, /^(bash|zsh|shell|console)$/, `${name}: commands are in blocks of sh`)
      // The lines of a here document are not commands.
      const commands = text.replaceAll(/<<'(\w+)'.*?^\1$/gms, '')
      if (language === 'sh') t.notMatch(commands, /(^|\s)#/, `${name}: a pasted comment is an error in zsh`)
    }
  }
  const isRun = ({ blocks }: (typeof pages)[number]) =>
    blocks.some(({ language, notRun }) => language === 'sh' && !notRun)
  const run = pages.filter(isRun).map(({ name }) => name)
  for (const name of ['README.md', 'docs/tutorial.md', 'docs/descriptions.md', 'docs/tokens.md']) {
    t.ok(run.includes(name), `${name} has commands`)
  }
})

t.test(
  'the commands of the documents work when they are pasted',
  { skip: missing.includes('curl') },
  async (t) => {
    const { call, port, token } = await demoInstance(t)
    const url = `http://127.0.0.1:${port}`
    // A problem ends the shell; one is shown on purpose. A plan with changes exits with 3.
    const home = t.testdir({ '.curlrc': 'fail-with-body\n', 'a folder': {} })
    const folder = join(home, 'a folder')
    const commands = commandsFor(url, folder)
    t.match(commands, /\|\| \[ \$\? = 22 \][\s\S]*\|\| \[ \$\? = 3 \]/)
    const environment = {
      CURL_HOME: home,
      PORT: String(port),
      SOURCEBOOK_URL: url,
      ...testSecrets,
      ...uncovered,
    }

    for (const shell of Object.keys(shells)) {
      const skip = missing.includes(shell) && `there is no ${shell} here`
      await t.test(`into ${shell}`, { skip }, async (t) => {
        const { exitCode, output, complaints } = await paste(shell, commands, environment)
        t.equal(exitCode, 0, `${output}${complaints}`)
        t.match(output, /HTTP\/1.1 201 Created/)
        t.match(output, /"errors":\[\{[^}]*"name"/, 'the problem points to the wrong part of the request')
        t.match(output, /"token":"sbk_/)
        t.match(output, /What the shop sells, and to whom[\s\S]*npm run --silent descriptions -- apply/)
        t.match(output, /"matched"/)
        t.match(output, /"failed":0,"tables":\{"created":3/)
        t.match(output, /"updated":1,"results":\[\{"id":"[^"]+","status":"updated"\}\]/)
        t.match(output, /HTTP\/1.1 200 OK[\s\S]*"status":"APPROVED"/)
        t.match(output, /description-shadowed-by: manual_edit/)
        t.match(
          output,
          /"description":"The customer who wrote; 0 for guests.","description_source":"manual_edit"/,
        )
        t.match(output, /"status":"succeeded"[^\n]*\n\nevent: end/, 'a run is followed to its end')
      })
    }

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
