import { setTimeout as sleep } from 'node:timers/promises'
import mysql from 'mysql2/promise'

/** Creates the function that runs statements as the administrator of a MySQL or MariaDB on a socket. */
export const administratorOf =
  (socketPath: string) =>
  async (...statements: string[]): Promise<void> => {
    const connection = await mysql.createConnection({ socketPath, user: 'root', multipleStatements: true })
    try {
      for (const statement of statements) await connection.query(statement)
    } finally {
      await connection.end()
    }
  }

/** Waits until a server answers, at most a minute, and while it runs. */
export async function untilItAnswers(
  admin: ReturnType<typeof administratorOf>,
  child: { exitCode: number | null },
): Promise<void> {
  for (let attempt = 0; attempt < 600 && child.exitCode === null; attempt += 1) {
    const isUp = await admin('SELECT 1').then(
      () => true,
      () => false,
    )
    if (isUp) return
    await sleep(100)
  }
  throw new Error('The server does not start')
}
