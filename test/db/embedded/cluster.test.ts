import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { ensureCluster } from '../../../src/db/embedded/cluster.ts'
import { prepareSite } from '../../../src/db/embedded/site.ts'
import { testFolder } from '../../database.ts'
import { recordedLog } from '../../support/recorded-log.ts'

const { logger } = recordedLog()

t.test('only leftovers of interrupted attempts are removed', async (t) => {
  const dataDirectory = await testFolder(t)
  const now = Date.now()
  const attempts = {
    ours: `postgres.new-${process.pid}-${now}-a`,
    'another that runs': `postgres.new-${process.ppid}-${now}-b`,
    'another that seems to run for long': `postgres.new-${process.ppid}-${now - 3_600_000}-c`,
    'one of root that seems to run for long': `postgres.new-1-${now - 3_600_000}-d`,
    'one that ended': `postgres.new-4194305-${now}-e`,
    'none at all': 'postgres.new-year',
  }
  for (const name of Object.values(attempts))
    await mkdir(join(dataDirectory, name, 'base'), { recursive: true })
  await prepareSite({ dataDirectory, logger })
  t.same(
    (await readdir(dataDirectory)).filter((name) => name.startsWith('postgres.')).sort(),
    [attempts['another that runs'], attempts['none at all']].sort(),
  )
})

t.test('when two clusters are created at once, both use the same one', async (t) => {
  const dataDirectory = await testFolder(t)
  const { launcher, nativeDirectory, cluster, passwords } = await prepareSite({ dataDirectory, logger })
  await rm(cluster, { recursive: true })
  const ensure = () => ensureCluster(dataDirectory, launcher, nativeDirectory, passwords)
  t.same(await Promise.all([ensure(), ensure()]), [cluster, cluster])
  t.notOk((await readdir(dataDirectory)).some((name) => name.startsWith('postgres.')))
})

t.test('a folder with other contents is not touched', async (t) => {
  const dataDirectory = await testFolder(t)
  const folder = join(dataDirectory, 'postgres')
  await mkdir(folder)
  await writeFile(join(folder, 'diary'), 'Dear diary')
  await t.rejects(prepareSite({ dataDirectory, logger }), {
    name: 'EmbeddedPostgresError',
    message: `${folder} is in the way: it is not the folder of a PostgreSQL database. Move it away.`,
  })
  t.same(await readdir(folder), ['diary'])
  t.same(await readdir(dataDirectory), ['postgres'])
})
