import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { packageRoot } from '../../src/package-root.ts'
import { testDatabase, testFolder } from '../database.ts'
import { testSecrets } from '../helper.ts'
import { otlpReceiver } from '../support/otlp-receiver.ts'

/** Prints at the end how many OpenTelemetry modules are loaded besides the API, which prom-client loads. */
const probe = `data:text/javascript,${encodeURIComponent(`
  import Module from 'node:module'
  process.on('exit', () => {
    const loaded = Object.keys(Module._cache).filter((path) => /@opentelemetry.(?!api\\b)/.test(path))
    process.stderr.write('loaded ' + loaded.length)
  })`)}`

/** Starts the program with the variables, sends one request, and stops it. */
async function runOnce(t: Test, variables: Record<string, string>, traceparent = '') {
  const { host, port, user, database } = await testDatabase(t)
  const child = spawn(
    process.execPath,
    [...process.execArgv, '--import', probe, join(packageRoot, 'src/server.ts')],
    {
      env: {
        ...process.env,
        ...testSecrets,
        PORT: '0',
        DATA_DIR: await testFolder(t),
        DATABASE_URL: `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`,
        DEMO: 'true',
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  t.teardown(() => child.kill('SIGKILL'))
  const ended = once(child, 'close')
  let [shown, told] = ['', '']
  child.stderr.on('data', (text) => {
    told += text
  })
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (text) => {
      shown += text
      if (/curl -i [\s\S]*-d '.*'/.test(shown)) resolve()
    })
    child.once('close', () => resolve())
  })
  const url = String(/curl -i (\S+)/.exec(shown)?.[1])
  const authorization = String(/Authorization: (Bearer [^']+)/.exec(shown)?.[1])
  const answer = await fetch(url, { headers: { authorization, traceparent } })
  t.equal(answer.status, 200)
  await answer.text()
  child.kill('SIGTERM')
  t.strictSame(await ended, [0, null])
  return { shown, loaded: Number(/loaded (\d+)$/.exec(told)?.[1]) }
}

t.test('without the environment variables the SDK is not loaded', async (t) => {
  t.equal((await runOnce(t, {})).loaded, 0)
})

t.test('finished spans are sent before the process ends', async (t) => {
  const receiver = await otlpReceiver(t)
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  const variables = { ...receiver.variables, OTEL_BSP_SCHEDULE_DELAY: '600000' }
  const { loaded, shown } = await runOnce(t, variables, `00-${traceId}-00f067aa0ba902b7-01`)
  t.ok(loaded > 0, 'so that the test above can fail')
  t.ok(
    receiver.spans.some(
      ({ traceId: of, name }) => of === traceId && name === 'listIntegrationSourceDatabases',
    ),
  )
  t.match(shown, `"trace_id":"${traceId}"`)
})

t.test('a silent exporter does not delay the end of the process', { timeout: 120_000 }, async (t) => {
  const receiver = await otlpReceiver(t, { isSilent: true })
  await runOnce(t, {
    ...receiver.variables,
    OTEL_EXPORTER_OTLP_TIMEOUT: '600000',
    OTEL_BSP_EXPORT_TIMEOUT: '600000',
  })
  t.ok(receiver.requests.length > 0)
})
