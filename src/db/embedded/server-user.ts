import { lchown, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

/** The operating system's user and group that the server runs as and that owns its files. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/** The user of this process. */
export function currentUser(): ServerUser {
  // These exist wherever the server can run: everywhere but on Windows.
  const { getuid, getgid } = process as Required<Pick<NodeJS.Process, 'getuid' | 'getgid'>>
  return { uid: getuid(), gid: getgid() }
}

/**
 * Chooses whom the server runs as: PostgreSQL refuses to run as root, and initdb refuses a user without an entry in
 * the user database.
 *
 * @param current the user of this process; whoever is not root stays who they are
 * @param owners those who own the data already, the most telling first; an ordinary user among them stays the owner
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
 * Makes a user the owner of a folder and all in it, unless the folder is theirs already.
 *
 * @throws EmbeddedPostgresError when this process may not do that
 */
export async function giveFolder(directory: string, user: ServerUser): Promise<void> {
  const owner = await stat(directory)
  if (owner.uid === user.uid) return
  const give = (path: string) => lchown(path, user.uid, user.gid)
  const names = await readdir(directory, { recursive: true })
  return (
    Promise.all(names.map((name) => give(join(directory, name))))
      // The folder itself comes last: its owner says that the work was done.
      .then(() => give(directory))
      .catch((cause) => {
        throw new EmbeddedPostgresError(
          `${directory} belongs to user id ${owner.uid}, and the server would run as user id ${user.uid}, which cannot ` +
            `take it over. Run the application as its owner or as root, or once: chown -R ${user.uid}:${user.gid} ${directory}`,
          { cause },
        )
      })
  )
}
