import { setTimeout as sleep } from 'node:timers/promises'
import type { components } from '../contract/handlers.ts'
import type { InstanceClient } from './client.ts'

type Run = components['schemas']['IntrospectionRun']

/** How often a run is looked at, in milliseconds. */
const interval = 250

/**
 * Introspects a source, and tells how far the run is until it is over.
 *
 * @param sourcePath the source, as `/api/integration-sources/{source_id}`
 * @param name what the source is called
 * @returns the run as it ended, and its path
 * @throws InstanceError
 */
export async function introspect(
  client: InstanceClient,
  sourcePath: string,
  name: string,
  say: (text: string) => void,
): Promise<{ run: Run; path: string }> {
  const runs = `${sourcePath}/introspection-runs`
  let run = await client.send<Run>('POST', runs, {})
  const path = `${runs}/${run.id}`
  let told = ''
  for (;;) {
    const text = `Introspecting ${name}: ${run.status}, ${run.tables_done} tables, ${run.columns_done} columns`
    if (text !== told) say(text)
    told = text
    if (run.status !== 'queued' && run.status !== 'running') return { run, path }
    await sleep(interval)
    run = await client.read<Run>(path)
  }
}
