import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JsonObject } from '../../src/contract/generator/json.ts'
import { packageRoot } from '../../src/package-root.ts'
import { exampleRequests } from './example-requests.ts'
import { withApp } from './running-app.ts'
import { sendExample } from './send-examples.ts'
import { installNpm } from './tools.ts'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Starts the proxy of Prism, which validates messages against the document. */
async function startPrism(document: string, upstream: string) {
  const folder = await installNpm('prism', join(packageRoot, 'test/consumers/prism'))
  const port = await freePort()
  const prism = spawn(
    process.execPath,
    [join(folder, 'node_modules/.bin/prism'), 'proxy', document, upstream, '--port', String(port)],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const url = `http://127.0.0.1:${port}`
  const answers = () =>
    fetch(url).then(
      () => true,
      () => false,
    )
  while (!(await answers())) {
    if (prism.exitCode !== null) throw new Error(`Prism ended with ${prism.exitCode}`)
    await sleep(100)
  }
  return { url, stop: () => prism.kill() }
}

/**
 * Sends every example request of the document through Prism, a second implementation of OpenAPI: each request
 * must succeed or get a conflict, and neither request nor answer may differ from the document.
 *
 * @returns how many were sent, and a line for each failure
 */
export const checkExamples = (): Promise<{ count: number; failures: string[] }> =>
  withApp(async (app) => {
    const document = (await (await fetch(`${app.url}/openapi.json`)).json()) as JsonObject
    const prism = await startPrism(`${app.url}/openapi.json`, app.url)
    try {
      const { creations, others, deletions } = exampleRequests(document)
      const requests = [...creations, ...others, ...deletions]
      const births = new Map<string, string>()
      const failures: string[] = []
      for (const request of requests) {
        const response = await sendExample(app, request, births, prism.url)
        const body = await response.text()
        const violations = response.headers.get('sl-violations')
        // An example cannot know the state of the resource, so conflicts are allowed.
        if (!response.ok && response.status !== 409)
          failures.push(`${request.label}: ${response.status} ${body}`)
        if (violations !== null) failures.push(`${request.label}: ${violations}`)
      }
      return { count: requests.length, failures }
    } finally {
      prism.stop()
    }
  })
