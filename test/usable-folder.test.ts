import { join } from 'node:path'
import t from 'tap'
import { loadConfig } from '../src/config.ts'
import { prepareSite } from '../src/db/embedded/site.ts'
import { completeConfig } from '../src/identity/development-secrets.ts'
import { operatorMessage } from '../src/operator-message.ts'
import { assertWritableFolder, usingFolder } from '../src/usable-folder.ts'

t.test('a writable folder is used, and any other one is reported with its setting', async (t) => {
  const folder = t.testdir({ file: '' })
  await assertWritableFolder('UPLOAD_DIR', folder)
  for (const [name, code] of [
    ['nothing', 'ENOENT'],
    ['file', 'ENOTDIR'],
  ] as const) {
    const path = join(folder, name)
    const error = await assertWritableFolder('UPLOAD_DIR', path).catch((thrown) => thrown)
    t.equal(
      operatorMessage(error),
      `UPLOAD_DIR ${path} cannot be used (${code}). Let the user that runs Sourcebook write to it, or set UPLOAD_DIR to another folder.`,
    )
  }
  const wrong = new Error('wrong')
  await t.rejects(
    usingFolder('UPLOAD_DIR', folder, () => Promise.reject(wrong)),
    wrong,
  )
})

t.test('a data folder that cannot be created is reported by whatever needs it first', async (t) => {
  const dataDirectory = join(t.testdir({ file: '' }), 'file', 'data')
  const expected = {
    name: 'UnusableFolderError',
    message: /^DATA_DIR .*file\/data cannot be used \(ENOTDIR\)/,
  }
  await t.rejects(completeConfig(loadConfig({ DATA_DIR: dataDirectory })), expected)
  const logger = {
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
    debug: () => undefined,
  }
  await t.rejects(prepareSite({ dataDirectory, logger }), expected)
})

t.test('a file error of the system is reported in one line, any other error is not', async (t) => {
  const path = join(t.testdir(), 'nothing', 'file')
  const refused = Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), {
    syscall: 'open',
    path,
  })
  t.equal(operatorMessage(refused), refused.message)
  t.equal(operatorMessage(Object.assign(new Error('spawn'), { syscall: 'spawn' })), undefined)
  t.equal(operatorMessage(new Error('wrong')), undefined)
})
