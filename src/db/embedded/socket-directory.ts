import { createHash } from 'node:crypto'
import { chmod, lchown, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { currentUser, type ServerUser } from './server-user.ts'

/** What clients give as port. Nothing listens on it: it is the end of the name of the socket. */
export const socketPort = 5432

/** The address of a socket has room for 104 bytes on macOS and 108 on Linux, with a zero byte at the end. */
const longestPath = 100

/** The path of the socket in a folder: where PostgreSQL makes it and clients look for it. */
export const socketPath = (directory: string): string => join(directory, `.s.PGSQL.${socketPort}`)

/**
 * Makes the folder of the server's socket, which nobody but the server's user and root may enter. It is in the data
 * folder; if its path does not do for a socket, in the folder for temporary files, under a name that follows from the
 * data folder's, so that every instance on the same data finds the same server.
 *
 * @param trustedOwners user ids whose folder may be there already
 * @throws EmbeddedPostgresError when somebody else owns a folder of that name
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
        'Run the application as its owner or as root, or remove that folder.',
    )
  }
  await chmod(directory, 0o700)
  await lchown(directory, user.uid, user.gid)
  return directory
}

/** PostgreSQL and clients take a comma for the end of one of several addresses, and clients a colon for a port. */
const isUsable = (directory: string): boolean =>
  Buffer.byteLength(socketPath(directory)) <= longestPath && !/[,:"]/.test(directory)
