import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { blocksOf, readDocument } from '../documents/documents.ts'
import { startInstanceWithWorkers } from '../support/instance-with-workers.ts'
import { findMariadb, startMariadb } from '../support/mariadb.ts'

const page = await readDocument('docs/connect.md')

/** The commands of a chapter of the page. */
function commandsOf(title: string): string {
  const [, chapter = ''] = page.split(`\n### ${title}\n`)
  const [own = ''] = chapter.split(/^##/m)
  return blocksOf(own)
    .map(({ text }) => text)
    .join('')
}

t.test(
  'the commands of the page on connecting a database work, from the settings to a described column',
  async (t) => {
    const folder = t.testdir({ exports: { 'a.csv': 'x,y\n1,2\n' }, 'key.json': '{}' })
    const installed = await findMariadb()
    const mariadb = installed && (await startMariadb(t, installed))
    const { url, call, own, connection, database } = await startInstanceWithWorkers(
      t,
      'CREATE TABLE customers (id int PRIMARY KEY, email text)',
      { hosts: mariadb ? [mariadb.socketPath] : [], folder },
    )
    const key = { type: 'service_account', client_email: 'reader@example.com', private_key: 'none' }
    await writeFile(join(folder, 'key.json'), JSON.stringify(key))
    const environment = {
      PATH: process.env.PATH,
      AUTH: `Authorization: Bearer ${own.admin}`,
      JSON: 'Content-Type: application/json',
      API: `${url}/api`,
      DB_TLS: 'disable',
      DB_NAME: database,
      FILES: join(folder, 'exports'),
      BIGQUERY_PROJECT: 'example-reporting',
      BIGQUERY_KEY: join(folder, 'key.json'),
    }
    const bash = async (script: string, more: Record<string, string>) =>
      (await promisify(execFile)('bash', ['-e', '-c', script], { env: { ...environment, ...more } })).stdout

    const steps = commandsOf('Test, create, discover, run, read')
    const [test = '', ...others] = steps.split('\n')
    const server = { DB_HOST: String(connection.host), DB_PORT: String(connection.port) }
    const account = { DB_USER: String(connection.user), DB_PASSWORD: 'any' }
    // Discovery would add every database that the account may use. Only the one of this test is added.
    const alone = others
      .join('\n')
      .replace(/^.*databases\/discover.*$/m, (line) =>
        [
          line.replace('active', 'nothing'),
          `curl -s -X PUT $SOURCE/databases/by-name/${database} -H "$AUTH" -H "$JSON" -d '{}'`,
        ].join('\n'),
      )
    const told = await bash([commandsOf('PostgreSQL'), test, alone].join('\n'), { ...server, ...account })
    t.match(
      told,
      /"succeeded":true.*"outcome":"found".*event: end.*"name":"customers".*What it means, in one sentence/s,
    )
    const [, source] = (await call('listIntegrationSources', { token: own.admin })).json()
    const columns = await call('listIntegrationSourceColumns', {
      params: { source_id: source.id },
      token: own.admin,
    })
    t.match(columns.json(), [
      { name: 'id', description: 'What it means, in one sentence.' },
      { name: 'email' },
    ])

    t.match(
      await bash([commandsOf('Files'), test, ...others].join('\n'), {}),
      /"outcome":"added".*"name":"a.csv"/s,
    )
    t.match(
      await bash([commandsOf('BigQuery'), test].join('\n'), {}),
      /"succeeded":false/,
      'the settings are valid, and no request is sent with an invalid key',
    )
    t.test('MySQL', { skip: mariadb ? false : 'no MariaDB is installed' }, async (t) => {
      const place = {
        DB_HOST: String(mariadb?.socketPath),
        DB_PORT: '3306',
        DB_USER: 'root',
        DB_PASSWORD: '',
      }
      t.match(await bash([commandsOf('MySQL and MariaDB'), test].join('\n'), place), /"succeeded":true/)
    })
  },
)
