import t from 'tap'
import { findLauncher, run, serverEnvironment } from '../../../src/db/embedded/launcher.ts'
import { currentUser } from '../../../src/db/embedded/server-user.ts'

const user = currentUser()
const environment = serverEnvironment('/nowhere')

t.test('the error names all attempts when none works', async (t) => {
  await t.rejects(findLauncher(user, environment, '/bin/sh', '/not/there'), {
    name: 'EmbeddedPostgresError',
    message: /cannot run as user id \d+.*\/not\/there.*DATABASE_URL.*What was tried:(\n.*){3}/,
  })
})

t.test('the output of a failed program is quoted', async (t) => {
  const launcher = { user, environment, prefix: [], credentials: user }
  await t.rejects(run(launcher, '/bin/sh', ['-c', 'echo first; echo second >&2; exit 3']), {
    name: 'EmbeddedPostgresError',
    message: '/bin/sh ended with 3: first\nsecond',
  })
  await t.rejects(run(launcher, '/bin/sh', ['-c', 'kill -TERM $$']), { message: /ended with SIGTERM/ })
  await t.rejects(run(launcher, '/not/there', []), { message: /ENOENT/ })
})

t.test('the program does not inherit the environment of this process', async (t) => {
  process.env.PGDATA = '/somewhere'
  t.teardown(() => {
    delete process.env.PGDATA
  })
  const launcher = { user, environment, prefix: ['/usr/bin/env', 'ADDED=1'], credentials: user }
  await t.resolves(run(launcher, '/bin/sh', ['-c', '[ -z "$PGDATA" ] && [ "$ADDED" = 1 ] && [ "$PWD" = / ]']))
})
