import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import t, { type Test } from 'tap'
import { main } from '../../src/commands/connect.ts'
import { InputEndedError, type Questions, terminalQuestions } from '../../src/connect/questions.ts'
import { startInstanceWithWorkers } from '../support/instance-with-workers.ts'

/** A running instance that may reach the server of the tests and one folder, and a database with a table. */
async function prepare(t: Test, folder = '') {
  const { url, call, own, connection, database } = await startInstanceWithWorkers(
    t,
    "CREATE TABLE customers (id int PRIMARY KEY); COMMENT ON TABLE customers IS 'Who buys.'",
    { folder },
  )
  const environment = { SOURCEBOOK_URL: url, SOURCEBOOK_TOKEN: own.admin }
  const said: string[] = []
  const connect = (argv: string[], ask?: () => Questions) =>
    main(argv, environment, ask, (text) => void said.push(text))
  const sources = async () => (await call('listIntegrationSources', { token: own.admin })).json().slice(1)
  const tables = async (source_id: string) =>
    (await call('listIntegrationSourceTables', { params: { source_id }, token: own.admin })).json()
  return { connection, name: database, connect, said, sources, tables }
}

/** A person who types one answer to each question. */
const typed = (...answers: string[]) => {
  const asked: string[] = []
  const next = async (question: string, usual = '') => {
    asked.push(question)
    return answers.shift() ?? usual
  }
  return { asked, ask: (): Questions => ({ text: next, secret: next, close: () => undefined }) }
}

t.test('a PostgreSQL source is created from options alone', async (t) => {
  const folder = t.testdir({ 'credentials.json': '', 'broken.json': '{"password": hunter2}' })
  const { connection, name, connect, said, sources, tables } = await prepare(t)
  const file = join(folder, 'credentials.json')
  await writeFile(file, JSON.stringify({ user: connection.user }))
  const settings = [
    ...['--connector', 'postgres', '--credentials', file],
    ...[
      '--set',
      `host=${connection.host}`,
      '--set',
      `port=${connection.port}`,
      '--set',
      'tls.mode=disable',
      '--set',
      `database=${name}`,
    ],
  ]
  const done = await connect([...settings, '--name', 'Own', '--database', name])
  t.match(
    done,
    { exitCode: 0, stdout: /Read what was found[\s\S]*\/tables\?limit=5/, stderr: '' },
    said.join('\n'),
  )
  const [source, ...others] = await sources()
  t.strictSame(others, [])
  t.match(source, {
    name: 'Own',
    source_type: 'database',
    connector_type: 'postgresql',
    has_credentials: true,
  })
  t.match(await tables(source.id), [{ name: 'customers', description: 'Who buys.' }])
  t.match(said.join('\n'), /Testing PostgreSQL[\s\S]*passed[\s\S]*Created the source Own[\s\S]*Introspecting/)

  for (const [argv, exitCode, message] of [
    [['--connector', 'oracle'], 1, /Name one of the connectors by --connector: bigquery, duckdb/],
    [[], 1, /Name one of the connectors/],
    [
      ['--connector', 'sqlite', '--set', 'paths=/a'],
      1,
      /one of the settings of SQLite: path, statement_timeout/,
    ],
    [['--connector', 'sqlite', '--set', 'path'], 1, /NAME=VALUE/],
    [['--connector', 'mysql', '--set', 'port=many'], 1, /port must be a whole number/],
    [['--connector', 'mysql', '--credentials', join(folder, 'broken.json')], 1, /broken.json is not JSON/],
    [
      ['--connector', 'mysql', '--credentials', join(folder, 'none.json')],
      1,
      /none.json cannot be read \(ENOENT\)/,
    ],
    [
      ['--connector', 'mysql', '--set', 'host=127.0.0.1', '--credentials', file],
      1,
      /Nothing was created.*127\.0\.0\.1,10/s,
    ],
    [['--connector', 'duckdb', '--set', 'path=/etc'], 1, /CONNECTOR_ALLOWED_FOLDERS set to the folder/],
    [['--connector', 'postgresql', '--set', 'port=5'], 1, /validation_failed/],
    [[...settings, '--database', 'nowhere'], 1, /There is no database nowhere/],
    [['--conector', 'mysql'], 2, /Usage: npm run connect/],
    [['--url', 'ftp://example.com'], 2, /--url must be a URL/],
    [['--token', 'two words'], 2, /--token must be a bearer token/],
  ] as const) {
    const refused = await connect([...argv])
    t.match(refused, { exitCode, stdout: '', stderr: message }, argv.join(' '))
    t.notMatch(refused.stderr, 'hunter2')
  }
})

t.test('on a terminal it asks for missing options', async (t) => {
  const folder = t.testdir({ exports: { 'a.csv': 'x,y\n1,2\n' }, more: { 'b.csv': 'z\n1\n' } })
  const { connection, name, connect, said, sources, tables } = await prepare(t, folder)
  const person = typed(
    ...[
      'postgresql',
      'Mine',
      '',
      String(connection.host),
      `port=${connection.port}`,
      'ports=1',
      '',
      'tls.mode=disable',
      `database=${name}`,
      '',
    ],
    ...[String(connection.user), '', `${name}`],
  )
  const done = await connect([], person.ask)
  t.match(done, { exitCode: 0 }, `${done.stderr} ${said.join('\n')}`)
  t.match(
    person.asked.join('\n'),
    /Which connector[\s\S]*host \([\s\S]*tls\.mode=verify-full[\s\S]*user[\s\S]*password/,
  )
  const [mine] = await sources()
  t.match(mine, { name: 'Mine', configuration: { port: connection.port, tls: { mode: 'disable' } } })
  t.equal((await tables(mine.id)).length, 1)

  const files = typed('Files', '', '')
  const read = await connect(['--connector', 'duckdb', '--set', `path=${join(folder, 'exports')}`], files.ask)
  t.match(read, { exitCode: 0 }, read.stderr)
  t.equal(
    files.asked.some((question) => question.includes('password')),
    false,
    'files take no credentials',
  )
})

t.test('cancelling with Ctrl-C leaves nothing behind', async (t) => {
  const { connect, sources } = await prepare(t)
  const input = new PassThrough()
  const leaving = connect(['--connector', 'mysql', '--name', 'Mine'], () =>
    terminalQuestions(input, new PassThrough()),
  )
  input.write('db.example.com\n')
  // What a terminal sends for Ctrl-C when it passes on each key.
  setTimeout(() => void input.write('\x03'), 500)
  t.strictSame(await leaving, { exitCode: 1, stdout: '', stderr: 'Ended before all was answered.\n' })
  t.strictSame(await sources(), [])
})

t.test('a secret is not shown while it is typed', async (t) => {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const questions = terminalQuestions(input, output)
  const [user] = await Promise.all([questions.text('user', 'me'), input.write('reader\n')])
  t.equal(user, 'reader')
  const [usual] = await Promise.all([questions.text('user', 'me'), input.write('\n')])
  t.equal(usual, 'me')
  const [password] = await Promise.all([questions.secret('password'), input.write(' hunter2 \n')])
  t.equal(password, ' hunter2 ', 'spaces are part of it')
  const [last] = await Promise.all([questions.text('database'), input.write('shop\n')])
  t.equal(last, 'shop')
  t.notMatch(String(output.read()), 'hunter2')
  const waiting = questions.text('more')
  input.end()
  await t.rejects(waiting, new InputEndedError())
  await t.rejects(questions.secret('password'), new InputEndedError(), 'and so does every later one')
  questions.close()
})
