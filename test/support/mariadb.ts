import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Test } from 'tap'
import { packageRoot } from '../../src/package-root.ts'
import { testFolder } from '../database.ts'
import { findProgram } from './find-program.ts'
import { administratorOf, untilItAnswers } from './mysql-administrator.ts'

/** The programs of MariaDB, or undefined where it is not installed. */
export async function findMariadb(): Promise<{ server: string; install: string } | undefined> {
  const [server, install] = await Promise.all([findProgram('mariadbd'), findProgram('mariadb-install-db')])
  return server && install ? { server, install } : undefined
}

/** Starts a server on a socket in a folder of its own, with TLS, and stops it at the test's teardown. */
export async function startMariadb(
  t: Pick<Test, 'teardown'>,
  { server, install }: { server: string; install: string },
) {
  const folder = await testFolder(t)
  const data = join(folder, 'data')
  const socketPath = join(folder, 'socket')
  const user = process.getuid?.() === 0 ? ['--user=root'] : []
  await promisify(execFile)(install, [
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    ...user,
  ])
  const tls = (name: string) => join(packageRoot, 'test', 'fixtures', 'tls', name)
  const child = spawn(
    server,
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${socketPath}`,
      `--pid-file=${join(folder, 'pid')}`,
      '--skip-networking',
      '--max-allowed-packet=1G',
      '--innodb-flush-log-at-trx-commit=0',
      `--ssl-cert=${tls('certificate.pem')}`,
      `--ssl-key=${tls('key.pem')}`,
      ...user,
    ],
    { stdio: 'ignore' },
  )
  t.teardown(async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  })
  const admin = administratorOf(socketPath)
  await untilItAnswers(admin, child)
  return { socketPath, admin }
}
