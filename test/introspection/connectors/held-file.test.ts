import { execFileSync } from 'node:child_process'
import { open, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { assertHeld, assertNoLink, holdFile } from '../../../src/introspection/connectors/files/held-file.ts'
import { testFolder } from '../../database.ts'
import { reasonOf } from './support.ts'

/** As on a system without links to open files. */
const nowhere = '/nowhere'

t.test('a held file stays the same file', async (t) => {
  const folder = await testFolder(t)
  const at = (name: string) => join(folder, name)
  await writeFile(at('secret'), 'secret')
  for (const name of ['file', '[f]ile']) await writeFile(at(name), name)
  await symlink(at('secret'), at('link'))
  execFileSync('mkfifo', [at('fifo')])

  for (const name of ['link', 'fifo', 'gone', '.']) {
    for (const descriptors of [undefined, nowhere]) {
      t.equal(await reasonOf(holdFile(at(name), descriptors)), 'file_not_allowed', name)
    }
  }
  t.equal(
    await reasonOf(holdFile(at('[f]ile'), nowhere)),
    'file_not_allowed',
    'a path could be taken for a pattern',
  )

  const file = await holdFile(at('[f]ile'))
  await rename(at('[f]ile'), at('moved'))
  await symlink(at('secret'), at('[f]ile'))
  t.equal(await readFile(file.path, 'utf8'), '[f]ile', 'whatever replaces it')
  await file.close()

  const plain = await holdFile(at('file'), nowhere)
  t.equal(plain.path, at('file'))
  await plain.close()
})

t.test('the files that an engine has opened are checked', async (t) => {
  const folder = await testFolder(t)
  const at = (name: string) => join(folder, name)
  for (const name of ['secret', 'file']) await writeFile(at(name), name)
  await symlink(at('secret'), at('link'))
  const handle = await open(at('link'))
  t.equal(await reasonOf(assertHeld(at('secret'))), undefined)
  for (const name of ['link', 'file']) {
    t.equal(await reasonOf(assertHeld(at(name))), 'file_not_allowed', name)
  }
  await handle.close()
  t.equal(await reasonOf(assertHeld(at('file'), nowhere)), undefined, 'as far as a path can tell')
  t.equal(await reasonOf(assertHeld(at('link'), nowhere)), 'file_not_allowed')
  t.equal(await reasonOf(assertHeld(at('gone'), nowhere)), 'file_not_allowed')

  t.equal(await reasonOf(assertNoLink(at('gone'))), undefined)
  t.equal(await reasonOf(assertNoLink(at('file'))), undefined)
  t.equal(await reasonOf(assertNoLink(at('link'))), 'file_not_allowed')
})
