import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../src/package-root.ts'
import { refusedPackages } from './licenses.ts'

t.test('the packages of the application have allowed licenses', async (t) => {
  const lock = JSON.parse(await readFile(join(packageRoot, 'package-lock.json'), 'utf8'))
  t.strictSame(refusedPackages(lock), [])
})

t.test('any other license, and a missing one, is reported', async (t) => {
  const of = (license?: string, dev = false) =>
    refusedPackages({
      packages: {
        '': {},
        'node_modules/a/node_modules/@b/c': { version: '1.0.0', dev, ...(license && { license }) },
      },
    })
  for (const license of ['MIT', '(MIT OR GPL-3.0-only)', 'MIT AND ISC']) t.same(of(license), [], license)
  for (const license of [
    'GPL-3.0-only',
    'MIT AND GPL-3.0-only',
    'SEE LICENSE IN LICENSE',
    '(MIT AND (ISC OR GPL-3.0-only))',
  ]) {
    t.same(of(license), [`@b/c 1.0.0: ${license}`])
  }
  t.same(of(undefined), ['@b/c 1.0.0: undefined'])
  t.same(of('GPL-3.0-only', true), [], 'development dependencies are not distributed')
})
