import { type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import {
  type DescribedKind,
  describedKinds,
  describedOf,
  describedTables,
  kindOf,
  parentColumn,
  partsOf,
} from '../../db/kinds.ts'
import { isPresent } from '../../db/present.ts'
import type { DescriptionSource } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'
import { yamlComment, yamlScalar, yamlText } from './yaml-text.ts'

/** The number of tables or SaaS objects that are read at once, with their columns or fields. */
const pageSize = 100

export interface ExportScope {
  organizationId: string
  sourceId: string
  /** The layer to edit. */
  layer: DescriptionSource
  /** If set, only this database is exported. */
  databaseId?: string
}

interface NamedRow extends Record<string, unknown> {
  id: string
  name: string
}
interface TableRow extends NamedRow {
  schema_name: string | null
}
interface ChildRow extends NamedRow {
  parent_id: string
}
interface LayerRow extends Record<string, unknown> {
  resource_id: string
  description_source: DescriptionSource
  description: string | null
  stale_reason: string | null
}

const value = (name: string, type: string) => sql`${sql.placeholder(name)}::${sql.raw(type)}`
const ofSource = sql`organization_id = ${value('organizationId', 'uuid')}
    AND integration_source_id = ${value('sourceId', 'uuid')}`

const findSource = statement<NamedRow>(
  'export_source',
  sql`SELECT id, name FROM integration_sources
    WHERE organization_id = ${value('organizationId', 'uuid')} AND id = ${value('sourceId', 'uuid')}
      AND ${isPresent('integration_sources')}`,
)
const findDatabases = statement<NamedRow>(
  'export_databases',
  sql`SELECT id, name FROM databases
    WHERE ${ofSource} AND (${value('databaseId', 'uuid')} IS NULL OR id = ${value('databaseId', 'uuid')})
      AND ${isPresent('databases')}
    ORDER BY name`,
)
// Tables without a schema have their own statement, since a keyset position cannot compare nulls.
const findTables = statement<TableRow>(
  'export_tables',
  sql`SELECT id, schema_name, name FROM tables
    WHERE ${ofSource} AND database_id = ${value('databaseId', 'uuid')}
      AND (schema_name, name) > (${value('afterSchema', 'text')}, ${value('afterName', 'text')})
    ORDER BY schema_name, name LIMIT ${pageSize}`,
)
const findTablesWithoutSchema = statement<TableRow>(
  'export_bare_tables',
  sql`SELECT id, schema_name, name FROM tables
    WHERE ${ofSource} AND database_id = ${value('databaseId', 'uuid')}
      AND schema_name IS NULL AND name > ${value('afterName', 'text')}
    ORDER BY name LIMIT ${pageSize}`,
)
/** By kind, reads the rows of that kind in a set of parents. */
const findChildren = Object.fromEntries(
  describedKinds.flatMap(partsOf).map((kind) => {
    const { key, position } = describedOf(kind)
    const parentId = sql.raw(parentColumn(kindOf(kind).parent as DescribedKind))
    const order = [parentId, ...[position, key].flatMap((column) => (column ? [sql.raw(column.name)] : []))]
    return [
      kind,
      statement<ChildRow>(
        `export_parts_${kind}`,
        sql`SELECT id, ${sql.raw(key.name)} AS name, ${parentId} AS parent_id FROM ${describedTables[kind]}
          WHERE ${ofSource} AND ${parentId} = ANY(${value('ids', 'uuid[]')})
          ORDER BY ${sql.join(order, sql`, `)}`,
      ),
    ]
  }),
) as Record<DescribedKind, ReturnType<typeof statement<ChildRow>>>

/** The described kinds in a source other than databases; each is read in pages. */
const otherKinds = partsOf('integration_source').filter((kind) => kind !== 'database')

const findInSource = Object.fromEntries(
  otherKinds.map((kind) => {
    const key = sql.raw(describedOf(kind).key.name)
    return [
      kind,
      statement<NamedRow>(
        `export_${kind}`,
        sql`SELECT id, ${key} AS name FROM ${describedTables[kind]}
          WHERE ${ofSource} AND ${key} > ${value('afterName', 'text')}
          ORDER BY ${key} LIMIT ${pageSize}`,
      ),
    ]
  }),
) as Record<DescribedKind, ReturnType<typeof statement<NamedRow>>>

const findLayers = statement<LayerRow>(
  'export_layers',
  sql`SELECT layer.resource_id, layer.description_source, layer.description, layer.stale_reason
    FROM description_layers AS layer
      JOIN organizations AS organization ON organization.id = layer.organization_id
    WHERE layer.organization_id = ${value('organizationId', 'uuid')}
      AND layer.resource_id = ANY(${value('ids', 'uuid[]')})
    ORDER BY description_rank(organization.description_precedence, layer.description_source)` as SQL,
)

const grouped = <Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> => {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}

type Layers = readonly LayerRow[] | undefined

/** The texts of the other layers as YAML comments above the resource. */
function comments(layers: Layers = [], layer: DescriptionSource, indent: string): string {
  return layers
    .map((row, index) => ({ ...row, isEffective: index === 0 }))
    .filter((row) => row.description_source !== layer)
    .map(({ description_source: source, description, stale_reason: reason, isEffective }) => {
      const marks = [isEffective && 'effective', reason !== null && 'stale'].filter(Boolean).join(', ')
      const text = description === null ? 'no description' : yamlComment(description)
      return `${indent}# ${source}${marks && ` (${marks})`}: ${text}\n`
    })
    .join('')
}

function descriptionLine(layers: Layers = [], layer: DescriptionSource, indent: string): string {
  const own = layers.find((row) => row.description_source === layer)
  if (!own) return ''
  const text = own.description === null ? 'null' : yamlText(own.description, indent)
  return `${indent}description: ${text}\n`
}

/** Creates a function that exports the descriptions of a source or database as the lines of a YAML file. */
export const createExport = (db: Executor) => {
  const layersOf = async (scope: ExportScope, ids: readonly string[]) =>
    grouped(await findLayers(db, { organizationId: scope.organizationId, ids }), (row) => row.resource_id)

  /** The YAML of rows of one kind, each with its children. */
  async function* entries(
    scope: ExportScope,
    rows: readonly NamedRow[],
    { kind, indent }: { kind: DescribedKind; indent: string },
  ): AsyncGenerator<string> {
    const ids = rows.map(({ id }) => id)
    const collections: { key: string; rows: ChildRow[] }[] = []
    for (const childKind of partsOf(kind)) {
      const key = describedOf(childKind).collection
      collections.push({ key, rows: await findChildren[childKind](db, { ...scope, ids }) })
    }
    const layers = await layersOf(
      scope,
      [...rows, ...collections.flatMap((collection) => collection.rows)].map(({ id }) => id),
    )
    const groups = collections.map(({ key, rows }) => ({
      key,
      byParent: grouped(rows, (row) => row.parent_id),
    }))
    const entry = ({ id, name }: NamedRow, entryIndent: string) => {
      const own = layers.get(id)
      return [
        comments(own, scope.layer, entryIndent),
        `${entryIndent}${yamlScalar(name)}:\n`,
        descriptionLine(own, scope.layer, `${entryIndent}  `),
      ].join('')
    }
    for (const row of rows) {
      const children = groups.flatMap(({ key, byParent }) => {
        const childEntries = byParent.get(row.id)?.map((child) => entry(child, `${indent}    `)) ?? []
        return childEntries.length > 0 ? [`${indent}  ${key}:\n`, ...childEntries] : []
      })
      yield [entry(row, indent), ...children].join('')
    }
  }

  async function* tablesOf(scope: ExportScope & { databaseId: string }): AsyncGenerator<string> {
    const options = { kind: 'table' } as const
    let schema: string | undefined
    for (let after = { afterSchema: '', afterName: '' }; ; ) {
      const rows = await findTables(db, { ...scope, ...after })
      for (const [name, tables] of grouped(rows, (row) => String(row.schema_name))) {
        if (schema === undefined) yield '    schemas:\n'
        if (schema !== name) yield `      ${yamlScalar(name)}:\n        tables:\n`
        schema = name
        yield* entries(scope, tables, { ...options, indent: '          ' })
      }
      const last = rows.at(-1)
      if (!last || rows.length < pageSize) break
      after = { afterSchema: String(last.schema_name), afterName: last.name }
    }
    for (let afterName = ''; ; ) {
      const rows = await findTablesWithoutSchema(db, { ...scope, afterName })
      if (afterName === '' && rows.length > 0) yield '    tables:\n'
      yield* entries(scope, rows, { ...options, indent: '      ' })
      const last = rows.at(-1)
      if (!last || rows.length < pageSize) break
      afterName = last.name
    }
  }

  async function* inSource(scope: ExportScope, kind: DescribedKind): AsyncGenerator<string> {
    for (let afterName = ''; ; ) {
      const rows = await findInSource[kind](db, { ...scope, afterName })
      if (afterName === '' && rows.length > 0) yield `${describedOf(kind).collection}:\n`
      yield* entries(scope, rows, { kind, indent: '  ' })
      const last = rows.at(-1)
      if (!last || rows.length < pageSize) break
      afterName = last.name
    }
  }

  async function* text(
    scope: ExportScope,
    source: NamedRow,
    databases: readonly NamedRow[],
  ): AsyncGenerator<string> {
    const { layer } = scope
    const layers = await layersOf(
      scope,
      [source, ...databases].map(({ id }) => id),
    )
    const own = layers.get(source.id)
    yield [
      `# Descriptions in ${yamlComment(source.name)}. Edit or add \`description:\` lines. A resource without one is not\n`,
      '# changed, and null says that there is no description. The comments show the other layers.\n',
      `integration_source_id: ${source.id}\ndescription_source: ${layer}\n`,
      comments(own, layer, ''),
      descriptionLine(own, layer, ''),
      databases.length > 0 ? 'databases:\n' : '',
    ].join('')
    for (const { id, name } of databases) {
      const own = layers.get(id)
      yield `${comments(own, layer, '  ')}  ${yamlScalar(name)}:\n${descriptionLine(own, layer, '    ')}`
      yield* tablesOf({ ...scope, databaseId: id })
    }
    if (scope.databaseId !== undefined) return
    for (const kind of otherKinds) yield* inSource(scope, kind)
  }

  return async (
    scope: ExportScope,
  ): Promise<AsyncGenerator<string> | 'unknown_source' | 'unknown_database'> => {
    const [source] = await findSource(db, { ...scope })
    if (!source) return 'unknown_source'
    const databases = await findDatabases(db, { ...scope, databaseId: scope.databaseId ?? null })
    if (databases.length === 0 && scope.databaseId !== undefined) return 'unknown_database'
    return text(scope, source, databases)
  }
}
