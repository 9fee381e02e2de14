import { spawn } from 'node:child_process'
import { chown, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { type TestConnection, testFolder } from '../database.ts'
import { uncovered } from './uncovered.ts'
import { untilSaid } from './until-said.ts'

/**
 * Starts PgBouncer in front of the server of the tests, and stops it at the teardown.
 *
 * @param settings lines of pgbouncer.ini
 */
export async function startPgbouncer(
  t: Pick<Test, 'teardown'>,
  {
    program,
    server,
    settings,
  }: { program: string; server: TestConnection; settings: Record<string, string> },
): Promise<TestConnection> {
  const folder = await testFolder(t)
  // It does not run as root, and needs access to the folder of the socket of the server.
  const { uid, gid } = await stat(server.host)
  const all = {
    listen_port: '6432',
    unix_socket_dir: folder,
    auth_type: 'any',
    max_client_conn: '100',
    default_pool_size: '20',
    ...settings,
  }
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(
    file,
    `[databases]\n* = host=${server.host} port=${server.port} user=${server.user}\n[pgbouncer]\n${Object.entries(
      all,
    )
      .map(([name, value]) => `${name} = ${value}\n`)
      .join('')}`,
  )
  await mkdir(folder, { recursive: true })
  await chown(folder, uid, gid)
  const child = spawn(program, [file], {
    uid,
    gid,
    env: { ...uncovered },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await untilSaid(t, child, 'process up')
  return { ...server, host: folder, port: 6432 }
}
