import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { packageRoot } from '../../src/package-root.ts'
import { build } from '../helper.ts'
import { bundleProgram, compileProgram, installClient } from '../support/client-package.ts'

const readJson = async (path: string) => JSON.parse(await readFile(path, 'utf8'))

t.test('the packed client works in a folder of its own', async (t) => {
  const folder = t.testdir()
  await installClient(folder, { offline: true })
  const lock = await readJson(join(folder, 'package-lock.json'))
  t.strictSame(Object.keys(lock.packages).sort(), [
    '',
    'node_modules/@sourcebook/client',
    'node_modules/openapi-fetch',
    'node_modules/openapi-typescript-helpers',
  ])
  await compileProgram(folder, 'bundler')
  await compileProgram(folder, 'nodenext')
  const bytes = await bundleProgram(folder)
  t.ok(bytes < 20_000, `${bytes} bytes for a browser`)

  const { app, tenant } = await build(t)
  const { admin } = await tenant()
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const { program } = await import(pathToFileURL(join(folder, 'built/program.js')).href)
  t.strictSame(await program(baseUrl, admin), [
    ...['crm', 'events', 'crm', 'events', 'shop'],
    ...['name_taken', 'function', 'function'],
  ])
})

t.test('the packages of this repository have one version, and pin the same dependencies', async (t) => {
  const server = await readJson(join(packageRoot, 'package.json'))
  const client = await readJson(join(packageRoot, 'clients/typescript/package.json'))
  t.equal(client.version, server.version)
  t.strictSame(client.dependencies, { 'openapi-fetch': server.devDependencies['openapi-fetch'] })
  t.notMatch(Object.keys(server.dependencies), ['openapi-fetch'], 'the server does not need the client')
})
