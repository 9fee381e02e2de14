import { sql } from 'drizzle-orm'
import t from 'tap'
import type { ColumnProfile } from '../../src/introspection/profiling/column-profile.ts'
import { createListedTables } from '../../src/introspection/runs/listed-tables.ts'
import { profileTables } from '../../src/introspection/runs/profile-tables.ts'
import type { Progress } from '../../src/introspection/runs/progress.ts'
import { createRunValues } from '../../src/introspection/runs/run-values.ts'
import { build } from '../helper.ts'
import { everythingSelected } from '../support/everything-selected.ts'

const columnProfile: ColumnProfile = {
  null_pct: 0,
  distinct_pct: 100,
  approx_distinct_count: 2,
  enum_cardinality: 2,
  sample_values: ['a', 'b'],
  length_stats: null,
  format_signature: null,
  entropy: 1,
  minhash_signature: null,
  semantic_type: null,
  semantic_type_confidence: null,
  role: null,
  role_confidence: null,
  is_sampled: true,
}

t.test(
  'a profile that cannot be stored, and a column that was skipped for time, become warnings',
  async (t) => {
    const { call, database: db, tenant } = await build(t)
    const { admin, organizationId, sourceId, params } = await tenant()
    const made = await call('createIntegrationSourceDatabase', {
      params,
      token: admin,
      body: { name: 'shop' },
    })
    const databaseId = String(made.json().id)
    const names = ['fine', 'refused', 'slow', 'half']
    for (const name of names) {
      const place = { ...params, database_id: databaseId }
      const table = await call('createDatabaseTable', { params: place, token: admin, body: { name } })
      for (const column of ['first', 'second']) {
        const body = { name: column, data_type: 'text' }
        await call('createTableColumn', {
          params: { ...params, table_id: table.json().id },
          token: admin,
          body,
        })
      }
    }
    const run = await call('createIntrospectionRun', { params, token: admin, body: { profile: true } })
    const runId = String(run.json().id)
    const [begun] = await db.execute<{ started_at: string }>(
      sql`UPDATE introspection_run_databases SET status = 'running', started_at = now()
      WHERE run_id = ${runId} RETURNING started_at::text`,
    )
    const warnings: string[] = []
    const state = { currentObject: null, profiledDone: 0 }
    await profileTables(
      db,
      {
        profile: async (_database, { name }, { columns }) => ({
          profile: {
            null_pct_overall: 0,
            field_null_pct: {},
            field_distinct_pct: {},
            earliest_timestamp: null,
            latest_timestamp: null,
            date_grain: null,
            is_staging_table: false,
            is_sampled: true,
            sampled_rows: 9,
            is_time_range_sampled: null,
          },
          columns: columns
            .filter((column) => !['slow', 'half'].includes(name) || column.name === 'first')
            .map((column) => ({
              name: column.name,
              // PostgreSQL cannot store the null character.
              profile: { ...columnProfile, ...(name === 'refused' && { sample_values: ['a\0b'] }) },
            })),
          tuples: [],
          unreadable: name === 'half' ? ['second'] : [],
        }),
      },
      {
        claim: {
          ...{ organizationId, runId, sourceId, databaseId },
          ...{ isDryRun: false, profile: true, isRetirementApproved: false },
          startedAt: String(begun?.started_at),
        },
        databaseName: 'shop',
        listed: createListedTables(),
        selection: everythingSelected,
        values: createRunValues(new Map()),
      },
      {
        progress: { state, signal: new AbortController().signal } as unknown as Progress,
        warn: (text) => void warnings.push(text),
        leaveOut: () => undefined,
        by: `run:${runId}`,
      },
    )
    t.strictSame(warnings, [
      'refused: the profile cannot be stored.',
      'slow: the profile timed out before second.',
      'half: profiled without columns that cannot be read: second.',
    ])
    t.equal(state.profiledDone, 3)
    const listed = await call('listIntegrationSourceColumns', { params, token: admin })
    const columns = listed.json() as { sample_values: string[] | null }[]
    t.equal(columns.filter(({ sample_values }) => sample_values !== null).length, 4)
  },
)
