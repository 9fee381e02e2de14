import { PassThrough } from 'node:stream'
import t, { type Test } from 'tap'
import { askOn, main as setup } from '../../src/commands/setup.ts'
import { openDatabase } from '../../src/db/client.ts'
import { apiTokens, changes, organizations } from '../../src/db/schema.ts'
import { createApiTokenVerifier } from '../../src/identity/api-tokens/verifier.ts'
import { DEMO_ORGANIZATION_ID } from '../../src/identity/demo.ts'
import { testDatabase } from '../database.ts'
import { testSecrets } from '../helper.ts'

const log = { warn: () => undefined }

/** A migrated database without rows, and `npm run setup` on it. */
async function empty(t: Test) {
  const connection = await testDatabase(t)
  const { host, port, user, database: name } = connection
  const environment = {
    ...testSecrets,
    NODE_ENV: 'production',
    DATABASE_URL: `postgres://${user}@${encodeURIComponent(host)}:${port}/${name}`,
    LOG_LEVEL: 'silent',
    PORT: '4000',
  }
  const db = openDatabase(connection, 1)
  t.teardown(() => db.close())
  const run = (line: string[], ask?: (question: string) => Promise<string>) => setup(line, environment, ask)
  return { database: db, run }
}

const tokenIn = (text: string) => /^export SOURCEBOOK_TOKEN=(sbk_\w+)$/m.exec(text)?.[1] ?? ''

t.test('it creates one organization with one administrator, however often it runs', async (t) => {
  const { database: db, run } = await empty(t)
  const [one, other] = await Promise.all([
    run(['--organization', ' Acme\u0308 ']),
    run(['--organization', 'Acme\u0308']),
  ])
  const [first, second] = tokenIn(one.stdout) ? [one, other] : [other, one]
  const [organization, ...more] = await db.select().from(organizations)
  t.strictSame(more, [])
  t.match(organization, { name: 'Acm\u00eb', changedBy: 'person:setup' })
  const id = String(organization?.id)
  t.match(first, { exitCode: 0, stderr: '' })
  t.match(
    first.stdout,
    `curl -H "Authorization: Bearer $SOURCEBOOK_TOKEN" http://127.0.0.1:4000/api/organization/${id}\n`,
  )
  const token = tokenIn(first.stdout)
  t.equal(first.stdout.split(token).length, 2, 'the token is printed once')
  t.match(await createApiTokenVerifier(db)(token, log), {
    organizationId: id,
    role: 'ORGANIZATION_ADMIN',
    kind: 'person',
    owner: 'setup',
  })
  t.match(second, { exitCode: 0, stdout: /^Set up already:\n {2}\S+ {2}Acm\u00eb\n/, stderr: '' })
  t.match(second.stdout, 'npm run setup -- --new-token')
  t.equal((await db.select().from(apiTokens)).length, 1)
  t.ok((await db.select().from(changes)).every(({ organizationId }) => organizationId === id))

  const another = tokenIn((await run(['--new-token'])).stdout)
  t.not(another, token)
  t.match(await createApiTokenVerifier(db)(another, log), { organizationId: id })
})

t.test('with several organizations, a new token needs the name of one', async (t) => {
  const { database: db, run } = await empty(t)
  const times = { createdAt: new Date(), updatedAt: new Date() }
  const ids = ['01920000-0000-7000-8000-00000000000a', '01920000-0000-7000-8000-00000000000b']
  await db
    .insert(organizations)
    .values([
      ...ids.map((id) => ({ id, name: `Of ${id.at(-1)}`, ...times })),
      { id: DEMO_ORGANIZATION_ID, name: 'Demo organization', ...times },
    ])
  const list = `  ${ids[0]}  Of a\n  ${ids[1]}  Of b\n`
  for (const more of [[], ['--organization', 'Of c'], ['--organization', DEMO_ORGANIZATION_ID]]) {
    t.strictSame(await run(['--new-token', ...more]), {
      exitCode: 1,
      stdout: '',
      stderr: `Choose an organization with --organization:\n${list}`,
    })
  }
  for (const name of [String(ids[1]).toUpperCase(), 'Of b']) {
    t.match(await run(['--new-token', '--organization', name]), { stdout: /^Organization: Of b \(/ })
  }
  t.match((await run([])).stdout, list)
})

t.test('it asks for the name when a person can answer', async (t) => {
  const { database: db, run } = await empty(t)
  t.match(await run([]), {
    exitCode: 2,
    stderr: /^--organization must be the name.*\n\nUsage: npm run setup/,
  })
  t.match(await run([], async () => ' '), {
    exitCode: 2,
    stderr: /cannot have this name: Name should have a visible/,
  })
  t.strictSame(await db.select().from(organizations), [], 'nothing was created')
  const questions: string[] = []
  const ask = async (question: string) => {
    questions.push(question)
    return 'Acme'
  }
  t.match(await run([], ask), { exitCode: 0, stdout: /^Organization: Acme \(/ })
  t.match(await run([], ask), { exitCode: 0, stdout: /^Set up already/ })
  t.strictSame(questions, ['Name of the organization: '])
})

t.test('wrong arguments print the usage', async (t) => {
  for (const [line, message] of [
    [['--wrong'], /^Unknown option '--wrong'/],
    [['--organization', 'a\u202eb'], /^The organization cannot have this name: Character U\+202E/],
    [['--organization', 'x'.repeat(256)], /at most 255 characters\./],
  ] as const) {
    t.match(await setup(line, {}), { exitCode: 2, stdout: '', stderr: message })
  }
})

t.test('it asks on a terminal only, and a closed terminal answers with nothing', async (t) => {
  const terminal = () => Object.assign(new PassThrough(), { isTTY: true })
  t.equal(askOn(new PassThrough(), new PassThrough()), undefined)
  const [input, output] = [terminal(), new PassThrough()]
  const answer = askOn(input, output)?.('Name: ')
  input.write('Acme\n')
  t.equal(await answer, 'Acme')
  t.match(String(output.read()), 'Name: ')
  const closed = terminal()
  const nothing = askOn(closed, new PassThrough())?.('Name: ')
  closed.end()
  t.equal(await nothing, '')
})
