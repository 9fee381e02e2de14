import { basename, extname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { testFolder } from '../database.ts'
import { startInstanceWithWorkers } from './instance-with-workers.ts'

/** The tested fields of a run. */
interface FileRun {
  readonly id: string
  readonly status: string
  readonly databases: readonly {
    readonly status: string
    readonly error_reason: string | null
    readonly error_detail: string | null
    readonly result: {
      readonly tables: Record<string, number>
      readonly retired_tables: readonly string[]
      readonly incomplete_schemas: readonly string[]
      readonly profiled_tables: number
      readonly warnings: readonly string[]
    } | null
  }[]
}

/** The tested fields of a table or column. */
interface Found {
  readonly name: string
  readonly is_active: boolean
  readonly table_id: string
  readonly id: string
  readonly data_type: string
  readonly row_count: number | null
  readonly null_pct: number | null
  readonly sample_values: readonly string[] | null
}

/**
 * Starts an instance with workers that may read one folder, and returns functions to use files as sources.
 */
export async function startInstanceWithFiles(t: Test) {
  const folder = await testFolder(t)
  const { url, own } = await startInstanceWithWorkers(t, 'SELECT 1', { folder })
  const request = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${own.admin}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    t.ok(answer.ok, `${method} ${path}: ${answer.status}`)
    return (await answer.json()) as unknown
  }

  /** Creates a source for a file or folder. Its database has the name of the file unless another is given. */
  const source = async (path: string, connectorType: 'duckdb' | 'sqlite' = 'duckdb', database?: string) => {
    const made = (await request('POST', '/integration-sources', {
      ...{ name: path, source_type: 'file', connector_type: connectorType, configuration: { path } },
    })) as { id: string }
    const base = `/integration-sources/${made.id}`
    const name = encodeURIComponent(database ?? basename(path, extname(path)))
    await request('PUT', `${base}/databases/by-name/${name}`, {})
    return {
      /** Introspects it with profiles, and returns the outcome of its only database. */
      run: async () => {
        let run = (await request('POST', `${base}/introspection-runs`, { profile: true })) as FileRun
        while (['queued', 'running'].includes(run.status)) {
          await sleep(100)
          run = (await request('GET', `${base}/introspection-runs/${run.id}`)) as FileRun
        }
        return run.databases[0] as FileRun['databases'][0]
      },
      tables: async () => (await request('GET', `${base}/tables?limit=1000`)) as Found[],
      columns: async () => (await request('GET', `${base}/columns?active_only=false&limit=1000`)) as Found[],
      test: async () =>
        (await request('POST', `${base}/test-connection`)) as {
          status: string
          checks: { name: string; status: string; detail: string }[]
        },
    }
  }
  return { folder, source }
}
