import { join } from 'node:path'
import t from 'tap'
import { main as backup } from '../../src/commands/backup.ts'
import { main as migrateCommand } from '../../src/commands/migrate.ts'
import { main as restore } from '../../src/commands/restore.ts'
import { openClient } from '../../src/db/client.ts'
import { embeddedServerForTest, testFolder } from '../database.ts'
import { testSecrets } from '../helper.ts'

t.test('the embedded database is backed up while it runs, and restored into another folder', async (t) => {
  const folder = await testFolder(t)
  const environmentOf = (DATA_DIR: string) => ({
    JWT_SECRET: testSecrets.JWT_SECRET,
    DATA_DIR,
    LOG_LEVEL: 'silent',
  })
  const first = join(folder, 'first')
  const second = join(folder, 'second')
  await migrateCommand([], environmentOf(first))
  const running = await embeddedServerForTest(t, { dataDirectory: first })
  const client = openClient(running.connection, { max: 1 })
  await client`INSERT INTO organizations (id, name, created_at, updated_at) VALUES (gen_random_uuid(), 'Kept', now(), now())`
  await client.end({ timeout: 5 })

  const beside = join(folder, 'beside.gz')
  t.match(await backup([beside], environmentOf(first), () => undefined), {
    exitCode: 0,
    stdout: /keep .*first\/credentials-key/,
  })
  await t.rejects(
    restore([beside, '--replace'], environmentOf(first), () => undefined),
    { message: /in use/ },
  )
  await running.stop()
  const alone = join(folder, 'alone.gz')
  t.match(await backup([alone], environmentOf(first)), { exitCode: 0 })

  t.match(await restore([alone], environmentOf(second)), { exitCode: 0 })
  const restored = await embeddedServerForTest(t, { dataDirectory: second })
  const reader = openClient(restored.connection, { max: 1 })
  t.match(await reader`SELECT name FROM organizations`, [{ name: 'Kept' }])
  t.match(await reader`SELECT max(epoch) AS epoch FROM change_epochs`, [{ epoch: 2 }])
  await reader.end({ timeout: 5 })
})
