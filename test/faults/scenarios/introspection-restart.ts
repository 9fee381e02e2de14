import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { eachOf, jsonOf } from '../../hostile/requests.ts'
import { sources } from '../../hostile/tenants.ts'
import type { Scenario } from '../scenario.ts'

const files = 60
const rowsOfFile = 200
const patience = 90_000
const over = ['succeeded', 'failed', 'cancelled', 'waiting_for_approval']

/** A worker loses its claim and its progress halfway; another claim finishes the run. */
export const introspectionRestart: Scenario = {
  name: 'introspection-restart',
  description: 'PostgreSQL is restarted in the middle of an introspection run, which ends well all the same',
  async inflict({ app, server, world: { tenant } }) {
    const folder = join(app.readable, `files${Date.now()}`)
    await mkdir(folder)
    const names = Array.from({ length: files }, (_, number) => `table_${number}`)
    await eachOf(8, names, (name) =>
      writeFile(
        join(folder, `${name}.csv`),
        `id,name,amount\n${Array.from({ length: rowsOfFile }, (_, id) => `${id},name ${id},${id * 3}`).join('\n')}\n`,
      ),
    )
    const source = `${sources}/${await tenant.create(sources, {
      name: folder,
      source_type: 'database',
      connector_type: 'duckdb',
      configuration: { path: folder },
    })}`
    const database = await tenant.create(`${source}/databases`, { name: folder.split('/').at(-1) })
    const run = `${source}/introspection-runs/${await tenant.create(`${source}/introspection-runs`, {})}`
    const isOver = (status: unknown) => over.includes(String(status))
    /** Reads the run until the condition holds, or the time is over. */
    const until = async (condition: (status: unknown) => boolean) => {
      const deadline = Date.now() + patience
      for (;;) {
        const answer = await tenant.send({ path: run })
        const isLast = Date.now() > deadline || app.death !== undefined
        if (isLast || (answer.status === 200 && condition(jsonOf(answer).status))) return answer
        await sleep(20)
      }
    }
    await until((status) => status === 'running' || isOver(status))
    // The fault comes at another moment in each round.
    await sleep(Math.random() * 800)
    process.kill(await server.postmaster(), 'SIGINT')
    await server.ask((sql) => sql`SELECT 1`)
    const end = await until(isOver)
    const { status, databases } = jsonOf<{ status?: string; databases?: unknown[] }>(end)
    if (status !== 'succeeded')
      return [
        `a run did not end well: it is ${status} after at most ${patience} ms, ${JSON.stringify(databases)}`,
      ]
    const list = await tenant.send({ path: `${source}/databases/${database}/tables?limit=1000` })
    const { length } = jsonOf<unknown[]>(list)
    return length === files ? undefined : [`a run that succeeded found ${length} of ${files} tables`]
  },
}
