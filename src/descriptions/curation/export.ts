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

/** How many tables or SaaS objects are read at once, with their parts. */
const page = 100

/** What to export. */
export interface ExportScope {
  organizationId: string
  sourceId: string
  /** The layer whose texts are to edit. */
  layer: DescriptionSource
  /** One database alone. */
  databaseId?: string
}

interface NamedRow extends Record<string, unknown> {
  id: string
  name: string
}
interface TableRow extends NamedRow {
  schema_name: string | null
}
interface PartRow extends NamedRow {
  whole_id: string
}
interface LayerRow extends Record<string, unknown> {
  resource_id: string
  description_source: DescriptionSource
  description: string | null
  stale_reason: string | null
}

const value = (name: string, type: string) => sql`${sql.placeholder(name)}::${sql.raw(type)}`
const ofSource = sql`organization_id = ${value('organizationId', 'uuid')} AND integration_source_id = ${value('sourceId', 'uuid')}`

const findSource = statement<NamedRow>(
  'export_source',
  sql`SELECT id, name FROM integration_sources
    WHERE organization_id = ${value('organizationId', 'uuid')} AND id = ${value('sourceId', 'uuid')} AND ${isPresent('integration_sources')}`,
)
const findDatabases = statement<NamedRow>(
  'export_databases',
  sql`SELECT id, name FROM databases WHERE ${ofSource}
    AND (${value('databaseId', 'uuid')} IS NULL OR id = ${value('databaseId', 'uuid')}) AND ${isPresent('databases')} ORDER BY name`,
)
// Tables without a schema are read apart, since a position cannot step over a null.
const findTables = statement<TableRow>(
  'export_tables',
  sql`SELECT id, schema_name, name FROM tables WHERE ${ofSource} AND database_id = ${value('databaseId', 'uuid')}
    AND (schema_name, name) > (${value('afterSchema', 'text')}, ${value('afterName', 'text')})
    ORDER BY schema_name, name LIMIT ${page}`,
)
const findBareTables = statement<TableRow>(
  'export_bare_tables',
  sql`SELECT id, schema_name, name FROM tables WHERE ${ofSource} AND database_id = ${value('databaseId', 'uuid')}
    AND schema_name IS NULL AND name > ${value('afterName', 'text')} ORDER BY name LIMIT ${page}`,
)
/** Reads the parts of some wholes, by the kind of the parts. */
const findParts = Object.fromEntries(
  describedKinds.flatMap(partsOf).map((kind) => {
    const { key, position } = describedOf(kind)
    const whole = sql.raw(parentColumn(kindOf(kind).parent as DescribedKind))
    const order = [whole, ...[position, key].flatMap((column) => (column ? [sql.raw(column.name)] : []))]
    return [
      kind,
      statement<PartRow>(
        `export_parts_${kind}`,
        sql`SELECT id, ${sql.raw(key.name)} AS name, ${whole} AS whole_id FROM ${describedTables[kind]}
          WHERE ${ofSource} AND ${whole} = ANY(${value('ids', 'uuid[]')}) ORDER BY ${sql.join(order, sql`, `)}`,
      ),
    ]
  }),
) as Record<DescribedKind, ReturnType<typeof statement<PartRow>>>

/** The kinds that are in a source beside databases: each is read in pages. */
const besideDatabases = partsOf('integration_source').filter((kind) => kind !== 'database')

const findInSource = Object.fromEntries(
  besideDatabases.map((kind) => {
    const key = sql.raw(describedOf(kind).key.name)
    return [
      kind,
      statement<NamedRow>(
        `export_${kind}`,
        sql`SELECT id, ${key} AS name FROM ${describedTables[kind]} WHERE ${ofSource} AND ${key} > ${value('afterName', 'text')}
          ORDER BY ${key} LIMIT ${page}`,
      ),
    ]
  }),
) as Record<DescribedKind, ReturnType<typeof statement<NamedRow>>>

const findLayers = statement<LayerRow>(
  'export_layers',
  sql`SELECT layer.resource_id, layer.description_source, layer.description, layer.stale_reason FROM description_layers AS layer
    JOIN organizations AS organization ON organization.id = layer.organization_id
    WHERE layer.organization_id = ${value('organizationId', 'uuid')} AND layer.resource_id = ANY(${value('ids', 'uuid[]')})
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

/** What the other layers say, above what it is said of. */
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

/** Makes exports; undefined when there is no such source or database. */
export const createExport = (db: Executor) => {
  const layersOf = async (place: ExportScope, ids: readonly string[]) =>
    grouped(await findLayers(db, { organizationId: place.organizationId, ids }), (row) => row.resource_id)

  /** Rows of one kind, each with what is in it. */
  async function* wholes(
    place: ExportScope,
    rows: readonly NamedRow[],
    { kind, indent }: { kind: DescribedKind; indent: string },
  ): AsyncGenerator<string> {
    const ids = rows.map(({ id }) => id)
    const parts: { key: string; rows: PartRow[] }[] = []
    for (const part of partsOf(kind)) {
      const key = describedOf(part).collection
      parts.push({ key, rows: await findParts[part](db, { ...place, ids }) })
    }
    const layers = await layersOf(
      place,
      [...rows, ...parts.flatMap((part) => part.rows)].map(({ id }) => id),
    )
    const collections = parts.map(({ key, rows }) => ({ key, byWhole: grouped(rows, (row) => row.whole_id) }))
    const entry = ({ id, name }: NamedRow, at: string) => {
      const own = layers.get(id)
      return `${comments(own, place.layer, at)}${at}${yamlScalar(name)}:\n${descriptionLine(own, place.layer, `${at}  `)}`
    }
    for (const row of rows) {
      const inside = collections.flatMap(({ key, byWhole }) => {
        const entries = byWhole.get(row.id)?.map((part) => entry(part, `${indent}    `)) ?? []
        return entries.length > 0 ? [`${indent}  ${key}:\n`, ...entries] : []
      })
      yield [entry(row, indent), ...inside].join('')
    }
  }

  async function* tablesOf(place: ExportScope & { databaseId: string }): AsyncGenerator<string> {
    const options = { kind: 'table' } as const
    let schema: string | undefined
    for (let after = { afterSchema: '', afterName: '' }; ; ) {
      const rows = await findTables(db, { ...place, ...after })
      for (const [name, tables] of grouped(rows, (row) => String(row.schema_name))) {
        if (schema === undefined) yield '    schemas:\n'
        if (schema !== name) yield `      ${yamlScalar(name)}:\n        tables:\n`
        schema = name
        yield* wholes(place, tables, { ...options, indent: '          ' })
      }
      const last = rows.at(-1)
      if (!last || rows.length < page) break
      after = { afterSchema: String(last.schema_name), afterName: last.name }
    }
    for (let afterName = ''; ; ) {
      const rows = await findBareTables(db, { ...place, afterName })
      if (afterName === '' && rows.length > 0) yield '    tables:\n'
      yield* wholes(place, rows, { ...options, indent: '      ' })
      const last = rows.at(-1)
      if (!last || rows.length < page) break
      afterName = last.name
    }
  }

  async function* inSource(place: ExportScope, kind: DescribedKind): AsyncGenerator<string> {
    for (let afterName = ''; ; ) {
      const rows = await findInSource[kind](db, { ...place, afterName })
      if (afterName === '' && rows.length > 0) yield `${describedOf(kind).collection}:\n`
      yield* wholes(place, rows, { kind, indent: '  ' })
      const last = rows.at(-1)
      if (!last || rows.length < page) break
      afterName = last.name
    }
  }

  async function* text(
    place: ExportScope,
    source: NamedRow,
    databases: readonly NamedRow[],
  ): AsyncGenerator<string> {
    const { layer } = place
    const layers = await layersOf(
      place,
      [source, ...databases].map(({ id }) => id),
    )
    const ofSource = layers.get(source.id)
    yield [
      `# Descriptions in ${yamlComment(source.name)}. Edit or add lines \`description:\`. What has none stays as it is,\n`,
      '# and null says that there is no description. Comments are what the other layers say.\n',
      `integration_source_id: ${source.id}\ndescription_source: ${layer}\n`,
      comments(ofSource, layer, ''),
      descriptionLine(ofSource, layer, ''),
      databases.length > 0 ? 'databases:\n' : '',
    ].join('')
    for (const { id, name } of databases) {
      const own = layers.get(id)
      yield `${comments(own, layer, '  ')}  ${yamlScalar(name)}:\n${descriptionLine(own, layer, '    ')}`
      yield* tablesOf({ ...place, databaseId: id })
    }
    if (place.databaseId !== undefined) return
    for (const kind of besideDatabases) yield* inSource(place, kind)
  }

  return async (
    place: ExportScope,
  ): Promise<AsyncGenerator<string> | 'unknown_source' | 'unknown_database'> => {
    const [source] = await findSource(db, { ...place })
    if (!source) return 'unknown_source'
    const databases = await findDatabases(db, { ...place, databaseId: place.databaseId ?? null })
    if (databases.length === 0 && place.databaseId !== undefined) return 'unknown_database'
    return text(place, source, databases)
  }
}
