import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { integrationSources } from '../../src/db/schema.ts'
import { ensureDemo } from '../../src/demo/empty-catalog.ts'
import { listOperations } from '../../src/http/documentation/contract-document.ts'
import type { postmanCollection } from '../../src/http/documentation/postman-collection.ts'
import { DEMO_ORGANIZATION_ID } from '../../src/identity/demo.ts'
import { urlOn } from '../support/postman.ts'
import { contract, demoInstance } from './documentation/demo-instance.ts'

type Instance = Awaited<ReturnType<typeof demoInstance>>

/** Pastes commands into a shell with the two variables from the documentation. */
async function paste(t: Test, commands: string, variables: Record<string, string>): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'sourcebook-shell-'))
  t.teardown(() => rm(home, { recursive: true }))
  const shell = spawn('bash', ['-e', '-o', 'pipefail'], {
    env: { PATH: process.env.PATH, HOME: home, ...variables },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  shell.stdin.end(commands)
  return Buffer.concat(await shell.stdout.toArray()).toString()
}

/** The commands on a page. */
const commandsOn = (page: string) => [...page.matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, text = '']) => text)

/** Creates the demo as a first start does. */
async function renew({ database: db }: Instance): Promise<void> {
  await db.delete(integrationSources).where(eq(integrationSources.organizationId, DEMO_ORGANIZATION_ID))
  await ensureDemo(db)
}

/** The steps before the example of an operation, since the demo cannot be in such a state. */
const preparations: Record<string, (instance: Instance) => Promise<unknown>> = {
  // Only a run that would retire much waits for a decision.
  approveIntrospectionRun: ({ database: db }) =>
    db.execute(sql`UPDATE introspection_runs SET status = 'waiting_for_approval', finished_at = NULL
      WHERE id = '01932f5e-5c00-7000-8000-0000000000f1'`),
}

t.test('the command of every page works when it is pasted after a first start', async (t) => {
  const instance = await demoInstance(t)
  const { url, tokenFor } = instance
  const operations = listOperations(contract)
  t.ok(operations.length > 70)
  for (const { id, operation } of operations) {
    await renew(instance)
    await preparations[id]?.(instance)
    const page = await (await fetch(`${url}/docs/operations/${id}.md`)).text()
    const commands = commandsOn(page)
    t.equal(commands.length, 1, `${id} has one command`)
    const token = tokenFor(operation['x-permission'])
    const said = await paste(t, commands.join('\n'), { SOURCEBOOK_URL: url, SOURCEBOOK_TOKEN: token })
    const status = /^HTTP\/1\.1 (\d+)/.exec(said)?.[1]
    t.ok(page.includes(`\n### ${status}\n`) && status?.startsWith('2'), `${id}: ${said.slice(0, 15)}`, {
      said,
    })
  }
})

t.test('the first steps work when they are pasted, twice', async (t) => {
  const { url, admin } = await demoInstance(t)
  const [, ...commands] = commandsOn(await (await fetch(`${url}/docs/first-steps.md`)).text())
  t.ok(commands.length >= 4)
  for (const _ of [1, 2]) {
    const said = await paste(t, commands.join('\n'), { SOURCEBOOK_URL: url, SOURCEBOOK_TOKEN: admin })
    t.match(said, /"name":"first-steps",.*"description":"A first database\."[^\n]*\n$/)
  }
})

t.test('every read of the Postman collection works at once', async (t) => {
  const { url, tokenFor } = await demoInstance(t, { isFilled: true })
  const collection = (await (await fetch(`${url}/docs/postman.json`)).json()) as ReturnType<
    typeof postmanCollection
  >
  const reads = collection.item.flatMap(({ item }) => item).filter(({ request }) => request.method === 'GET')
  const operations = listOperations(contract).filter(({ method }) => method === 'GET')
  t.equal(reads.length, operations.length)
  for (const { name, request } of reads) {
    const placed = operations.find(({ operation }) => operation.summary === name)
    const answer = await fetch(urlOn(url, request.url), {
      headers: { authorization: `Bearer ${tokenFor(String(placed?.operation['x-permission']))}` },
    })
    t.ok(answer.ok, `${name}: ${answer.status}`)
    await answer.body?.cancel()
  }
})

t.test('the index is at the root, too', async (t) => {
  const { app } = await demoInstance(t)
  const root = await app.inject('/llms.txt')
  t.equal(root.statusCode, 200)
  t.equal(root.body, (await app.inject('/docs/llms.txt')).body)
})
