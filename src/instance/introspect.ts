import { setTimeout as sleep } from 'node:timers/promises'
import type { components } from '../contract/handlers.ts'
import type { InstanceClient } from './client.ts'

type Run = components['schemas']['IntrospectionRun']

const pollMilliseconds = 250

/**
 * Introspects a source and reports progress until the run has ended.
 *
 * @param sourcePath the path of the source: `/api/integration-sources/{source_id}`
 * @param name the name of the source
 * @param report gets each line of progress that differs from the one before
 * @returns the ended run, and its path
 * @throws InstanceError
 */
export async function introspect(
  client: InstanceClient,
  sourcePath: string,
  name: string,
  report: (text: string) => void,
): Promise<{ run: Run; path: string }> {
  const runs = `${sourcePath}/introspection-runs`
  let run = await client.send<Run>('POST', runs, {})
  const path = `${runs}/${run.id}`
  let lastText = ''
  for (;;) {
    const text = `Introspecting ${name}: ${run.status}, ${run.tables_done} tables, ${run.columns_done} columns`
    if (text !== lastText) report(text)
    lastText = text
    if (run.status !== 'queued' && run.status !== 'running') return { run, path }
    await sleep(pollMilliseconds)
    run = await client.read<Run>(path)
  }
}
