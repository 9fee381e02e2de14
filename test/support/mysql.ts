import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { testFolder } from '../database.ts'
import { administratorOf, untilItAnswers } from './mysql-administrator.ts'

/** The folder where `test/mysql/install` has installed a server; undefined without one. */
export function findMysql(): string | undefined {
  const folder = process.env.TEST_MYSQL_FOLDER
  return folder && existsSync(join(folder, 'root/usr/sbin/mysqld')) ? folder : undefined
}

/** Starts a MySQL with partial revokes on a socket in its own folder, and stops it at the teardown. */
export async function startMysql(t: Pick<Test, 'teardown'>, installed: string) {
  const folder = await testFolder(t)
  const socketPath = join(folder, 's')
  const root = join(installed, 'root/usr')
  const start = (...options: string[]) =>
    spawn(
      join(root, 'lib64/ld-linux-x86-64.so.2'),
      [
        ...['--library-path', join(root, 'lib/x86_64-linux-gnu'), join(root, 'sbin/mysqld')],
        ...['--no-defaults', `--basedir=${root}`, `--lc-messages-dir=${join(root, 'share/mysql')}`],
        ...[`--datadir=${join(folder, 'data')}`, ...(process.getuid?.() === 0 ? ['--user=root'] : [])],
        ...['--secure-file-priv=', '--innodb-flush-log-at-trx-commit=0', ...options],
      ],
      { stdio: 'ignore' },
    )
  const [code] = await once(start('--initialize-insecure'), 'exit')
  if (code !== 0) throw new Error(`MySQL cannot make its folder: it ended with ${code}`)
  const child = start(
    ...['--skip-networking', `--socket=${socketPath}`, '--mysqlx=OFF', `--pid-file=${join(folder, 'pid')}`],
    '--partial-revokes=ON',
  )
  t.teardown(async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  })
  const admin = administratorOf(socketPath)
  await untilItAnswers(admin, child)
  return { socketPath, admin }
}
