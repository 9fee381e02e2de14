import { lchown, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

/** The operating system's user and group that run the server and own its files. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/** The user of this process. */
export function currentUser(): ServerUser {
  // Node has these on every platform but Windows, where the embedded server is not supported.
  const { getuid, getgid } = process as Required<Pick<NodeJS.Process, 'getuid' | 'getgid'>>
  return { uid: getuid(), gid: getgid() }
}

/**
 * Chooses the user for the server. PostgreSQL refuses to run as root, and initdb refuses a user without an
 * entry in the user database.
 *
 * @param current the user of this process; it is chosen unless it is root
 * @param owners the owners of existing data, in order of preference; the first ordinary user among them is
 *   chosen
 * @param userDatabase the text of /etc/passwd
 */
export function chooseServerUser(
  current: ServerUser,
  owners: readonly ServerUser[],
  userDatabase: string,
): ServerUser {
  if (current.uid !== 0) return current
  const entries = userDatabase
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid >= 0)
  const candidates = [
    ...owners.map((owner) => entries.find(({ uid }) => uid === owner.uid)),
    entries.find(({ name }) => name === 'nobody'),
    ...entries,
  ]
  const chosen = candidates.find((candidate) => candidate !== undefined)
  if (chosen === undefined) {
    throw new EmbeddedPostgresError(
      'PostgreSQL does not run as root, and /etc/passwd has no other user. ' +
        'Add one and run the application as this user, or set DATABASE_URL to use another PostgreSQL.',
    )
  }
  return { uid: chosen.uid, gid: chosen.gid }
}

/**
 * Changes the owner of a folder and its contents, unless the user already owns the folder.
 *
 * @throws EmbeddedPostgresError when this process lacks the permission
 */
export async function giveFolder(directory: string, user: ServerUser): Promise<void> {
  const owner = await stat(directory)
  if (owner.uid === user.uid) return
  const give = (path: string) => lchown(path, user.uid, user.gid)
  const names = await readdir(directory, { recursive: true })
  return (
    Promise.all(names.map((name) => give(join(directory, name))))
      // The folder itself comes last, so that its owner shows that all contents were changed.
      .then(() => give(directory))
      .catch((cause) => {
        throw new EmbeddedPostgresError(
          `${directory} belongs to user id ${owner.uid}, and the server would run as user id ${user.uid}, which cannot ` +
            'take ownership. Run the application as the owner or as root, or run once: ' +
            `chown -R ${user.uid}:${user.gid} ${directory}`,
          { cause },
        )
      })
  )
}
