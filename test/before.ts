import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import fastify from 'fastify'
import { migrate } from '../src/db/migrate.ts'
import { packageRoot } from '../src/package-root.ts'
import { runOnServer, type TestServer, templateName, testServerFile } from './database.ts'
import type { PostgresProcessMessage } from './support/postgres-process.ts'
import { uncovered } from './support/uncovered.ts'

// With tsx and without the loader of tap, as this process outlives the tests.
const server = spawn(
  process.execPath,
  ['--import', 'tsx', join(packageRoot, 'test', 'support', 'postgres-process.ts'), String(process.ppid)],
  {
    cwd: packageRoot,
    env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, ...uncovered },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    detached: true,
  },
)
const ended = once(server, 'exit').then(([code]) => ({ problem: `it ended with ${code}` }))
const answered = once(server, 'message').then(([message]) => message as PostgresProcessMessage)
const answer = await Promise.race([answered, ended])
if ('problem' in answer) throw new Error(`The PostgreSQL server for tests did not start: ${answer.problem}`)
const { connection } = answer

await runOnServer(connection, `CREATE DATABASE ${templateName} OWNER ${connection.user}`)
await migrate({ ...connection, database: templateName }, fastify().log)
// A template with open connections cannot be copied.
await runOnServer(connection, `ALTER DATABASE ${templateName} ALLOW_CONNECTIONS false`)

const file = testServerFile(process.ppid)
await mkdir(dirname(file), { recursive: true })
await writeFile(file, JSON.stringify({ connection, pid: Number(server.pid) } satisfies TestServer))
server.unref()
