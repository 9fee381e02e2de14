import { type SQL, sql } from 'drizzle-orm'

/** What can be found, as it is written in SQL about the alias `item` of its table. */
export interface SearchTarget {
  table: string
  /** The text that its name is. */
  name: SQL
  /** The expression of all names, as the index has it. */
  names: SQL
  source: SQL
  /** JSON of where it is, by the row alone. */
  place: SQL
}

const sourceOf = sql`FROM integration_sources AS source WHERE source.organization_id = item.organization_id AND source.id = item.integration_source_id`
const databaseOf = sql`FROM databases AS place JOIN integration_sources AS source ON source.organization_id = place.organization_id AND source.id = place.integration_source_id
  WHERE place.organization_id = item.organization_id AND place.id = item.database_id`
const tableOf = sql`FROM tables AS parent
  JOIN databases AS place ON place.organization_id = parent.organization_id AND place.id = parent.database_id
  JOIN integration_sources AS source ON source.organization_id = place.organization_id AND source.id = place.integration_source_id
  WHERE parent.organization_id = item.organization_id AND parent.id = item.table_id`
const objectOf = sql`FROM saas_objects AS object
  JOIN integration_sources AS source ON source.organization_id = object.organization_id AND source.id = object.integration_source_id
  WHERE object.organization_id = item.organization_id AND object.id = item.saas_object_id`

/** A step of a path, in the order of the parameters: kind and name. */
const step = (kind: string, name: SQL) =>
  sql`jsonb_build_object('kind', ${sql.raw(`'${kind}'`)}, 'name', ${name})`
const place = (ids: Record<string, SQL>, steps: SQL[], from: SQL = sql``) => {
  const named = Object.entries(ids).flatMap(([name, id]) => [sql.raw(`'${name}'`), id])
  return sql`(SELECT jsonb_build_object(${sql.join([...named, sql.raw(`'path'`), sql`jsonb_build_array(${sql.join(steps, sql`, `)})`], sql`, `)}) ${from})`
}

const named = sql`item.name`
const inSource = step('integration_source', sql`source.name`)
const inDatabase = step('database', sql`place.name`)

/** Everything that is searched, by its kind, in the order in which equally good results are answered. */
export const searchTargets = {
  integration_source: {
    table: 'integration_sources',
    name: named,
    names: named,
    source: sql`item.id`,
    place: place({ integration_source_id: sql`item.id` }, [step('integration_source', named)]),
  },
  database: {
    table: 'databases',
    name: named,
    names: named,
    source: sql`item.integration_source_id`,
    place: place(
      { integration_source_id: sql`item.integration_source_id`, database_id: sql`item.id` },
      [inSource, step('database', named)],
      sourceOf,
    ),
  },
  table: {
    table: 'tables',
    name: named,
    names: named,
    source: sql`item.integration_source_id`,
    place: place(
      {
        integration_source_id: sql`item.integration_source_id`,
        database_id: sql`item.database_id`,
        table_id: sql`item.id`,
      },
      [inSource, inDatabase, step('schema', sql`item.schema_name`), step('table', named)],
      databaseOf,
    ),
  },
  column: {
    table: 'columns',
    name: named,
    names: named,
    source: sql`item.integration_source_id`,
    place: place(
      {
        integration_source_id: sql`item.integration_source_id`,
        database_id: sql`parent.database_id`,
        table_id: sql`item.table_id`,
      },
      [
        inSource,
        inDatabase,
        step('schema', sql`parent.schema_name`),
        step('table', sql`parent.name`),
        step('column', named),
      ],
      tableOf,
    ),
  },
  saas_object: {
    table: 'saas_objects',
    name: sql`item.object_name`,
    names: sql`item.object_name || ' ' || item.api_identifier`,
    source: sql`item.integration_source_id`,
    place: place(
      {
        integration_source_id: sql`item.integration_source_id`,
        saas_object_id: sql`item.id`,
        api_identifier: sql`item.api_identifier`,
      },
      [inSource, step('saas_object', sql`item.object_name`)],
      sourceOf,
    ),
  },
  saas_field: {
    table: 'saas_fields',
    name: sql`item.field_name`,
    names: sql`item.field_name || ' ' || item.api_identifier`,
    source: sql`item.integration_source_id`,
    place: place(
      {
        integration_source_id: sql`item.integration_source_id`,
        saas_object_id: sql`item.saas_object_id`,
        api_identifier: sql`item.api_identifier`,
      },
      [inSource, step('saas_object', sql`object.object_name`), step('saas_field', sql`item.field_name`)],
      objectOf,
    ),
  },
} satisfies Record<string, SearchTarget>

/** What kind of thing was found. */
export type SearchKind = keyof typeof searchTargets

/** All of them, in their order. */
export const searchKinds = Object.keys(searchTargets) as SearchKind[]
