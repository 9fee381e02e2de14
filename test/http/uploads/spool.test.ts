import { readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { prepareUploadFolder } from '../../../src/http/uploads/folder.ts'
import { SpoolError, spool } from '../../../src/http/uploads/spool.ts'
import { testFolder } from '../../database.ts'

const memoryBytes = 1000

async function* chunksOf(texts: Iterable<string>) {
  for (const text of texts) yield Buffer.from(text)
}

async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const read: Buffer[] = []
  for await (const chunk of chunks) read.push(chunk)
  return Buffer.concat(read).toString()
}

t.test('a body is stored in memory or in a file, and can be read several times', async (t) => {
  const folder = await testFolder(t)
  const parts = Array.from({ length: 500 }, (_, index) => `${index}:${'ä'.repeat(index)};`)
  for (const texts of [['short'], [], parts]) {
    const { read, release } = await spool(chunksOf(texts), { folder, memoryBytes })
    t.equal(await textOf(read()), texts.join(''))
    t.equal(await textOf(read()), texts.join(''))
    t.strictSame(await readdir(folder), [], 'the file is already unlinked')
    await release()
    await release()
    await t.rejects(textOf(read()), { message: 'The client went away.' })
  }
})

t.test('after a release the current read ends, and no further one begins', async (t) => {
  const folder = await testFolder(t)
  const { read, release } = await spool(chunksOf(['a'.repeat(200_000)]), { folder, memoryBytes })
  const reader = read()
  const first = reader.next()
  await release()
  t.equal((await first).value?.length, 64 * 1024)
  await t.rejects(reader.next(), { message: 'The client went away.' })
})

t.test('a broken body keeps its error, and a disk error becomes a SpoolError', async (t) => {
  const folder = join(await testFolder(t), 'uploads')
  async function* broken() {
    yield Buffer.alloc(2000)
    throw new RangeError('the body')
  }
  await t.rejects(spool(chunksOf(['a'.repeat(2000)]), { folder, memoryBytes }), SpoolError, 'no folder')
  await prepareUploadFolder(folder)
  await t.rejects(spool(broken(), { folder, memoryBytes }), RangeError)
  t.strictSame(await readdir(folder), [])
})

t.test('leftover files are removed, but not those of processes that are opening them', async (t) => {
  const folder = await testFolder(t)
  const longAgo = new Date(Date.now() - 120_000)
  for (const name of ['sourcebook-upload-old', 'sourcebook-upload-new', 'notes']) {
    await writeFile(join(folder, name), 'text')
    if (name !== 'sourcebook-upload-new') await utimes(join(folder, name), longAgo, longAgo)
  }
  await prepareUploadFolder(folder)
  t.strictSame((await readdir(folder)).sort(), ['notes', 'sourcebook-upload-new'])
  await rm(folder, { recursive: true })
  await prepareUploadFolder(folder)
  t.strictSame(await readdir(folder), [], 'the folder is created')
})
