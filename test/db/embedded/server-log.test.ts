import { readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { openServerLog } from '../../../src/db/embedded/server-log.ts'
import { testFolder } from '../../database.ts'

t.test('it quotes the end of what this run logged', async (t) => {
  const path = join(await testFolder(t), 'postgres.log')
  await writeFile(path, 'an earlier run\n')
  const log = await openServerLog(path)
  t.equal(await log.tail(), '')
  await log.file.write('this run\n')
  t.equal(await log.tail(), 'this run')
  await log.file.write(`${'x'.repeat(9000)}\nthe end\n`)
  const tail = await log.tail()
  t.match(tail, /x\nthe end$/)
  t.ok(tail.length <= 4096)
  await log.file.close()
})

t.test('it begins a new file when the file is large, and keeps one old file', async (t) => {
  const folder = await testFolder(t)
  const path = join(folder, 'postgres.log')
  for (let times = 0; times < 2; times += 1) {
    await writeFile(path, '')
    await truncate(path, 10 * 1024 * 1024 + 1)
    const log = await openServerLog(path)
    await log.file.write('this run\n')
    t.equal(await log.tail(), 'this run')
    await log.file.close()
  }
  t.same((await readdir(folder)).sort(), ['postgres.log', 'postgres.log.old'])
  t.equal((await stat(path)).size, 9)
})
