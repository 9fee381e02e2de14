import { once } from 'node:events'
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { jsonOf, type Request, send } from '../../hostile/requests.ts'
import type { Scenario } from '../scenario.ts'
import type { Row } from '../stored.ts'
import { differs } from '../world.ts'

const clients = 20
const calm = 500
/** The delay and the timeout of a shutdown with a margin, in milliseconds. */
const exitPatience = 40_000
const uploadedLines = 20
const pauseBetweenLines = 100

/** Sends a snapshot slowly, line by line, and resolves with the status of the answer. */
async function uploadSlowly(url: string, path: string, token: string): Promise<number> {
  const request = http.request(`${url}${path}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
  })
  const answered = once(request, 'response')
  for (let number = 0; number < uploadedLines; number += 1) {
    request.write(`${JSON.stringify({ name: `uploaded ${number}`, columns: [{ name: 'id' }] })}\n`)
    await sleep(pauseBetweenLines)
  }
  request.end()
  const [response] = (await answered) as [http.IncomingMessage]
  response.resume()
  return Number(response.statusCode)
}

/**
 * A rolling deploy. Clients behave as behind a load balancer: each reconnects when an answer closes its
 * connection.
 */
export const drain: Scenario = {
  name: 'drain',
  description: 'one of two processes is told to end while it is used',
  async inflict({ app, world: { tenant, source, longList, acknowledged } }) {
    const wrong: string[] = []
    const token = tenant.tokens.ORGANIZATION_ADMIN
    const replica = await app.startReplica()
    const { url, child, exited } = replica
    const database = await tenant.create(`${source}/databases`, { name: 'uploaded' })
    let isEnding = false
    const ask = async (request: Request, statuses: readonly number[]) => {
      const answer = await send(url, { token, ...request })
      if (!statuses.includes(answer.status))
        wrong.push(`${request.method ?? 'GET'} ${request.path} was answered ${answer.status}: ${answer.text}`)
      return answer
    }
    const use = async (_: unknown, client: number) => {
      for (let number = 0; ; number += 1) {
        const body = { name: `drained ${client} ${number}` }
        const created = await ask({ method: 'POST', path: `${source}/databases`, body }, [201])
        if (created.status === 201) {
          const row = jsonOf<Row>(created)
          acknowledged.push(({ databases }) => differs('a database', row, databases.get(row.id)))
        }
        const { status, headers } =
          created.status === 201 && created.headers.connection !== 'close'
            ? await ask({ path: client % 4 === 0 ? longList.path : `${source}/databases?limit=20` }, [200])
            : created
        if (headers.connection === 'close' && !isEnding) wrong.push('a connection was ended before')
        if (headers.connection === 'close' || status === 0) return
      }
    }
    const using = Promise.all(Array.from({ length: clients }, use))
    await sleep(calm)
    const uploading = uploadSlowly(url, `${source}/databases/${database}/snapshot`, token)
    await sleep(calm)
    isEnding = true
    child.kill('SIGTERM')
    await sleep(calm)
    const ready = await send(url, { path: '/readyz' })
    if (ready.status !== 503) wrong.push(`/readyz was answered ${ready.status} while the process drained`)
    await ask({ path: `${source}/databases?limit=1` }, [200])
    await using
    const uploaded = await uploading
    if (uploaded !== 200) wrong.push(`the running upload was answered ${uploaded}`)
    await Promise.race([exited, sleep(exitPatience, undefined, { ref: false })])
    if (child.exitCode !== 0) {
      wrong.push(`the process ended with ${child.exitCode ?? child.signalCode}`)
      child.kill('SIGKILL')
    }
    return wrong
  },
}
