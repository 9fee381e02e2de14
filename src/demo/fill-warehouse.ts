import type { components } from '../contract/handlers.ts'
import { type InstanceClient, InstanceError } from '../instance/client.ts'
import { analytics } from './analytics.ts'
import { events } from './events.ts'
import { type DemoSource, findOrCreate, type Sent, sourceNamed } from './find-or-create.ts'
import { type DemoColumn, type DemoTable, describedAs, parseTables } from './parse-tables.ts'
import { profileOf } from './profile.ts'
import type { Say } from './say.ts'
import { shop } from './shop.ts'
import { suggestions } from './suggestions.ts'

type Schemas = components['schemas']

type RelationshipBody = Sent<
  Schemas['RelationshipCreate'],
  'from_column_id' | 'to_table_id' | 'to_column_name'
>

const source: DemoSource = {
  name: 'Demo warehouse',
  source_type: 'warehouse',
  connector_type: 'bigquery',
  description:
    'The data of a shop for outdoor clothes: what it sells, how it is doing, and what its visitors do.',
  description_source: 'manual_edit',
}

type DemoDatabase = Schemas['IntegrationSourceDatabaseByName'] & {
  name: string
  schemas: Record<string, string>
}

const databases: DemoDatabase[] = [
  {
    name: 'shop',
    description: 'A copy of the database of the web shop, an hour behind at most.',
    description_source: 'manual_edit',
    priority: 10,
    schemas: shop,
  },
  {
    name: 'analytics',
    description: 'What analysts work with. Built every night from the other databases; begin here.',
    description_source: 'manual_edit',
    priority: 1,
    schemas: analytics,
  },
  {
    name: 'events',
    description: 'Events of web sites and apps, and the predictions of models.',
    description_source: 'ai_generated',
    priority: 20,
    schemas: events,
  },
]

const columnSnapshot = (column: DemoColumn, index: number, rowCount: number): Schemas['ColumnSnapshot'] => ({
  name: column.name,
  data_type: column.type,
  ordinal_position: index + 1,
  is_primary_key: column.isKey,
  is_nullable: !column.isRequired,
  ...describedAs(column),
  ...profileOf(column, rowCount),
})

/** The NDJSON lines of a snapshot of one database. */
function snapshotLines(schemas: Record<string, string>): string {
  const parsed = Object.entries(schemas).map(([schema, text]): [string, DemoTable[]] => [
    schema,
    parseTables(text),
  ])
  const keys = new Map(
    parsed.flatMap(([schema, tables]) =>
      tables.map(({ name, columns }) => [`${schema}.${name}`, columns.find(({ isKey }) => isKey)?.name]),
    ),
  )
  const foreignKeys = (schema: string, columns: DemoColumn[]): Schemas['ForeignKeySnapshot'][] =>
    columns.flatMap(({ name, refersTo }) => {
      if (refersTo === undefined) return []
      const target = refersTo.includes('.') ? refersTo : `${schema}.${refersTo}`
      const [to_schema_name, to_table_name] = target.split('.') as [string, string]
      return { columns: [name], to_schema_name, to_table_name, to_columns: [String(keys.get(target))] }
    })
  const lines = parsed.flatMap(([schema, tables]) =>
    tables.map((table): Schemas['TableSnapshot'] => ({
      schema_name: schema,
      name: table.name,
      table_type: table.tableType,
      ...describedAs(table),
      ...(table.rowCount !== undefined && { row_count: table.rowCount }),
      is_staging_table: schema === 'staging',
      columns: table.columns.map((column, index) => columnSnapshot(column, index, table.rowCount ?? 1000)),
      foreign_keys: foreignKeys(schema, table.columns),
    })),
  )
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

async function fillDatabase(
  client: InstanceClient,
  path: string,
  { name, schemas, ...settings }: DemoDatabase,
  say: Say,
) {
  const { id } = await client.send<{ id: string }>('PUT', `${path}/databases/by-name/${name}`, settings)
  const result = await client.send<Schemas['SnapshotResult']>(
    'PUT',
    `${path}/databases/${id}/snapshot`,
    snapshotLines(schemas),
  )
  const [problem] = result.problems
  if (problem) throw new InstanceError(`Line ${problem.line} of the database ${name}: ${problem.detail}`)
  const { tables, columns, relationships } = result
  const sum = ({ created, updated, unchanged }: typeof tables) => created + updated + unchanged
  say(
    `  ${name}: ${sum(tables)} tables (${tables.created} new), ${sum(columns)} columns (${columns.created} new), ` +
      `${sum(relationships)} foreign keys (${relationships.created} new)`,
  )
  return id
}

/** Columns and tables of the source by their full names. */
async function readNames(client: InstanceClient, path: string, databaseNames: Map<string, string>) {
  const tables = await client.list<Schemas['Table']>(`${path}/tables?fields=id,name,schema_name,database_id`)
  const tableNames = new Map(
    tables.map(({ id, name, schema_name, database_id }) => [
      id,
      `${databaseNames.get(database_id)}.${schema_name}.${name}`,
    ]),
  )
  const columns = await client.list<Schemas['Column']>(`${path}/columns?fields=id,name,table_id`)
  const byName = new Map(
    columns.map(({ id, name, table_id }) => [`${tableNames.get(table_id)}.${name}`, { id, name, table_id }]),
  )
  return (name: string) => {
    const column = byName.get(name)
    if (!column) throw new InstanceError(`The column ${name} is not listed; is it or what it is in inactive?`)
    return column
  }
}

async function suggest(client: InstanceClient, path: string, databaseNames: Map<string, string>, say: Say) {
  const columnNamed = await readNames(client, path, databaseNames)
  const bodies = suggestions.map(([from, to, status, score]): RelationshipBody => {
    const target = columnNamed(to)
    return {
      from_column_id: columnNamed(from).id,
      to_table_id: target.table_id,
      to_column_name: target.name,
      type: 'INFERRED',
      status,
      score,
      evidence: { method: 'names and values', contained_pct: Math.round(score * 100) },
    }
  })
  const { created } = await findOrCreate<RelationshipBody>(client, {
    path: `${path}/relationships`,
    bodies,
    key: ['from_column_id', 'to_table_id', 'to_column_name'],
  })
  say(`  ${bodies.length} more relationships, suggested, approved and rejected (${created} new)`)
}

/** Fills the source of a warehouse with databases and relationships, and returns its id. */
export async function fillWarehouse(client: InstanceClient, say: Say): Promise<string> {
  const sourceId = await sourceNamed(client, source)
  const path = `/api/integration-sources/${sourceId}`
  say(`${source.name} ${sourceId}`)
  const databaseNames = new Map<string, string>()
  for (const database of databases) {
    databaseNames.set(await fillDatabase(client, path, database, say), database.name)
  }
  await suggest(client, path, databaseNames, say)
  return sourceId
}
