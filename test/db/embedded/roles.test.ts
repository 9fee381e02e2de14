import { chmod, chown, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openClient } from '../../../src/db/client.ts'
import { openInstance } from '../../../src/db/embedded/instance.ts'
import { type EmbeddedConnection, tryInstanceLock } from '../../../src/db/embedded/instance-lock.ts'
import { run } from '../../../src/db/embedded/launcher.ts'
import { startPostmaster } from '../../../src/db/embedded/postmaster.ts'
import { passwordVerifier } from '../../../src/db/embedded/roles.ts'
import { currentUser } from '../../../src/db/embedded/server-user.ts'
import { prepareSite } from '../../../src/db/embedded/site.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { testFolder } from '../../database.ts'
import { recordedLog } from '../../support/recorded-log.ts'

const never = new AbortController().signal
const silent = { info: () => undefined }

async function query(connection: EmbeddedConnection, statement: string) {
  const client = openClient({ ...connection }, { max: 1 })
  try {
    return await client.unsafe(statement)
  } finally {
    await client.end({ timeout: 1 })
  }
}

/** A cluster as the first versions created it: one superuser role, trusted on the socket. Its server runs. */
async function startEarlier(t: Test, dataDirectory: string) {
  const { logger } = recordedLog()
  const site = await prepareSite({ dataDirectory, logger })
  await rm(site.cluster, { recursive: true })
  const { launcher, nativeDirectory, cluster } = site
  const { uid, gid } = launcher.user
  const rules = join(dataDirectory, 'rules')
  await writeFile(rules, 'local all all trust\n', { mode: 0o644 })
  await mkdir(cluster, { mode: 0o700 })
  await chown(cluster, uid, gid)
  await run(launcher, join(nativeDirectory, 'bin', 'initdb'), [
    `--pgdata=${cluster}`,
    '--username=sourcebook',
    '--encoding=UTF8',
    '--locale=C',
    '--auth=trust',
  ])
  const programArguments = ['--single', '-D', cluster, 'postgres']
  await run(
    launcher,
    join(nativeDirectory, 'bin', 'postgres'),
    programArguments,
    'CREATE DATABASE sourcebook',
  )
  const postmaster = await startPostmaster({ ...site, settings: { hba_file: rules, fsync: 'off' } })
  t.teardown(postmaster.stop)
  const connection = { ...site.connection, password: '' }
  while ((await tryInstanceLock(connection).then(release)) !== 'held');
  return { site, connection, postmaster }
}

async function release(attempt: Awaited<ReturnType<typeof tryInstanceLock>>) {
  if (attempt.state === 'held') await attempt.lock.release()
  return attempt.state
}

t.test('data of an earlier version are upgraded, even while its server still runs', async (t) => {
  const dataDirectory = await testFolder(t)
  const { site, connection, postmaster } = await startEarlier(t, dataDirectory)
  await migrate(connection, silent)
  await query(
    connection,
    `CREATE SCHEMA "Odd; name"; CREATE TYPE "Odd; name".mood AS ENUM ('good'); CREATE DOMAIN sure AS text NOT NULL;
    CREATE SEQUENCE alone; CREATE TABLE numbered (id serial, other int GENERATED ALWAYS AS IDENTITY, how "Odd; name".mood);
    CREATE VIEW seen AS SELECT * FROM numbered; CREATE MATERIALIZED VIEW copied AS SELECT * FROM numbered;
    CREATE PROCEDURE "Odd; name"."do"(a int) LANGUAGE sql AS 'SELECT 1'; INSERT INTO numbered (how) VALUES ('good')`,
  )
  const instance = await openInstance(site, undefined, never)
  t.equal(await postmaster.ended, 'exit code 0, signal null')

  const owners = await query(
    site.administration,
    `SELECT relname AS name FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
      WHERE relowner = 10 AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
    UNION ALL SELECT nspname FROM pg_namespace WHERE nspowner = 10 AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
    UNION ALL SELECT typname FROM pg_type JOIN pg_namespace n ON n.oid = typnamespace
      WHERE typowner = 10 AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid IN (pg_type.oid, typelem) AND deptype = 'e')
    UNION ALL SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
      WHERE proowner = 10 AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    UNION ALL SELECT datname FROM pg_database WHERE datdba = 10`,
  )
  t.same(owners.map(({ name }) => name).sort(), ['postgres', 'template0', 'template1'])
  const roles = await query(site.administration, 'SELECT rolname, rolsuper FROM pg_roles WHERE rolcanlogin')
  t.same([...roles].map(({ rolname, rolsuper }) => [rolname, rolsuper]).sort(), [
    ['postgres', true],
    ['sourcebook', false],
  ])
  for (const user of ['sourcebook', 'postgres']) {
    await t.rejects(query({ ...connection, user }, 'SELECT 1'), { code: '28P01' }, 'nobody is trusted')
  }
  await migrate(site.connection, silent)
  await t.resolves(
    query(site.connection, 'ALTER TABLE numbered ADD more int; DROP TYPE "Odd; name".mood CASCADE'),
  )
  await instance.lock.release()
  await instance.postmaster.stop()

  t.test('data whose secret was lost are upgraded as well', async (t) => {
    await rm(join(dataDirectory, 'postgres-secret'))
    const again = await prepareSite({ dataDirectory, logger: recordedLog().logger })
    t.not(again.connection.password, site.connection.password)
    const { lock, postmaster } = await openInstance(again, undefined, never)
    t.teardown(postmaster.stop)
    t.teardown(lock.release)
    t.match([...(await query(again.connection, 'SELECT id FROM numbered'))], [{ id: 1 }])
  })
})

t.test('a password is stored as RFC 7677 says', async (t) => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64')
  t.equal(
    passwordVerifier('pencil', salt),
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  )
})

t.test('the data folder', async (t) => {
  const log = recordedLog()
  const mode = async (path: string) => (await stat(path)).mode & 0o777

  t.test('is made private, also when it exists already', async (t) => {
    const dataDirectory = await testFolder(t)
    await chmod(dataDirectory, 0o755)
    const { launcher } = await prepareSite({ dataDirectory, logger: log.logger })
    t.equal(await mode(dataDirectory), launcher.user.uid === currentUser().uid ? 0o700 : 0o710)
    t.equal((await stat(dataDirectory)).gid, launcher.user.gid)
    t.equal(await mode(join(dataDirectory, 'postgres-secret')), 0o600)
    t.equal(await mode(join(dataDirectory, 'socket')), 0o700)
    t.equal(await mode(join(dataDirectory, 'postgres')), 0o700)
  })

  t.test('stays accessible when it is a shared folder', async (t) => {
    const dataDirectory = await testFolder(t)
    await chmod(dataDirectory, 0o777)
    await prepareSite({ dataDirectory, logger: log.logger })
    t.equal(await mode(dataDirectory), 0o777)
    t.match(log.lines.join(''), 'may be shared with other programs')
  })
})
