import { createHash } from 'node:crypto'
import { chmod, lchown, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { currentUser, type ServerUser } from './server-user.ts'

/** The port in the name of the socket, which clients need to specify. Nothing listens on a TCP port. */
export const socketPort = 5432

/**
 * The path of a socket is limited to 104 bytes on macOS and 108 on Linux, including a zero byte at the end.
 */
const longestPath = 100

/** The path at which PostgreSQL creates the socket in a folder, and clients look for it. */
export const socketPath = (directory: string): string => join(directory, `.s.PGSQL.${socketPort}`)

/**
 * Creates the folder for the server's socket, which only the server's user and root may enter. It is in the
 * data folder, or in the folder for temporary files if its path would be unsuitable for a socket. Its name
 * there is derived from the path of the data folder, so that all instances that use the same data find the
 * same server.
 *
 * @param trustedOwners user ids that may own an existing folder
 * @throws EmbeddedPostgresError when another user owns the folder
 */
export async function makeSocketDirectory(
  dataDirectory: string,
  user: ServerUser,
  trustedOwners: readonly number[] = [user.uid, currentUser().uid],
): Promise<string> {
  const hash = createHash('sha256').update(`${user.uid} ${dataDirectory}`).digest('hex').slice(0, 24)
  const directory =
    [join(dataDirectory, 'socket'), join(tmpdir(), `sourcebook-${hash}`)].find(isUsable) ??
    `/tmp/sourcebook-${hash}`
  await mkdir(directory, { mode: 0o700, recursive: true })
  const { uid } = await lstat(directory)
  if (!trustedOwners.includes(uid)) {
    throw new EmbeddedPostgresError(
      `${directory} belongs to user id ${uid}, and the server would run as user id ${user.uid}. ` +
        'Run the application as the owner or as root, or remove that folder.',
    )
  }
  await chmod(directory, 0o700)
  await lchown(directory, user.uid, user.gid)
  return directory
}

/**
 * PostgreSQL and clients parse a comma as a separator of addresses, and clients parse a colon as the start of
 * a port.
 */
const isUsable = (directory: string): boolean =>
  Buffer.byteLength(socketPath(directory)) <= longestPath && !/[,:"]/.test(directory)
