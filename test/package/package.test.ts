import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { asCalledHere } from '../../src/called-here.ts'
import { packageRoot } from '../../src/package-root.ts'
import { testDatabase } from '../database.ts'
import { pack } from '../support/client-package.ts'

const run = promisify(execFile)

t.test('the tarball contains only files for production, and starts in an empty folder', async (t) => {
  const { host, port, user, database } = await testDatabase(t)
  const folder = t.testdir({ 'package.json': '{"private": true}' })
  const tarball = await pack(packageRoot, folder)
  const { stdout: list } = await run('tar', ['tzf', tarball], { maxBuffer: 2 ** 24 })
  const own = list.split('\n').flatMap((path) => path.split('package/', 2)[1]?.split('/', 1) ?? [])
  t.strictSame([...new Set(own)].sort(), [
    ...['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'bin', 'dist', 'docs', 'drizzle', 'generated'],
    ...['node_modules', 'openapi.yaml', 'package.json', 'patches'],
  ])
  const built = list.split('\n').filter((path) => path.startsWith('package/dist/'))
  t.strictSame(
    built.filter((path) => !path.endsWith('.js')),
    [],
  )

  // The tarball has all tested dependencies, so npm needs no registry. Native packages are optional.
  await run('npm', ['install', '--offline', '--omit=optional', '--no-audit', '--no-fund', tarball], {
    cwd: folder,
  })
  t.strictSame(
    (await readdir(join(folder, 'node_modules'))).filter((name) => !name.startsWith('.')),
    ['sourcebook'],
  )
  const environment = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATABASE_URL: `postgres://${user}@${encodeURIComponent(String(host))}:${port}/${database}`,
    PORT: '0',
  }
  // A process group of its own, since npx starts a shell that starts the server.
  const server = spawn('npx', ['--offline', 'sourcebook'], {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(server, 'exit')
  t.teardown(async () => {
    process.kill(-Number(server.pid), 'SIGTERM')
    await ended
  })
  const greeting = /ready at (\S+)[\s\S]*Bearer ([\w.-]+)/
  let said = ''
  for await (const chunk of server.stdout.iterator({ destroyOnReturn: false })) {
    said += chunk
    if (greeting.test(said)) break
  }
  server.stdout.resume()
  const [, url, token] = greeting.exec(said) ?? []
  t.ok(url, said)
  const answer = await fetch(`${url}/api/connectors`, { headers: { authorization: `Bearer ${token}` } })
  t.equal(answer.status, 200)
  t.equal(((await answer.json()) as unknown[]).length, 5)
  t.match(await (await fetch(`${url}/docs/first-steps.md`)).text(), 'npx sourcebook token')

  const help = await run('npx', ['--offline', 'sourcebook', 'token', '--help'], {
    cwd: folder,
    env: environment,
  })
  t.match(help.stdout, /^Usage: npx sourcebook token --role ROLE \[options\]\n/)
  const printed = await run('npx', ['--offline', 'sourcebook', 'token', '--role', 'ANALYST'], {
    cwd: folder,
    env: environment,
  })
  t.match(printed.stdout, /^[\w-]+\.[\w-]+\.[\w-]+\n$/)
})

t.test('every dependency is in the tarball, except the optional ones', async (t) => {
  const { dependencies, bundleDependencies } = JSON.parse(
    await readFile(join(packageRoot, 'package.json'), 'utf8'),
  )
  t.strictSame([...bundleDependencies].sort(), Object.keys(dependencies).sort())
})

t.test('the usage of a command has the name by which it is called', async (t) => {
  for (const [text, installed] of [
    ['Next: npm start', 'Next: npx sourcebook start'],
    ['$(npm run --silent token -- --role ANALYST)', '$(npx sourcebook token --role ANALYST)'],
    ['`npm run db:migrate` does it', '`npx sourcebook db:migrate` does it'],
    ['Usage: npm run restore -- FILE [--replace]', 'Usage: npx sourcebook restore FILE [--replace]'],
  ] as const) {
    t.equal(asCalledHere(text, true), installed)
    t.equal(asCalledHere(text), text)
  }
})
