import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getTableColumns, getTableName, is, sql } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import t from 'tap'
import type { components } from '../../src/contract/handlers.ts'
import {
  type ChangeKind,
  changeKinds,
  kindNames,
  allKinds as kindsWithIds,
  kindTriggers,
} from '../../src/db/all-kinds.ts'
import { openDatabase } from '../../src/db/client.ts'
import {
  catalogKinds,
  type DescribedKind,
  describedKinds,
  describedOf,
  kindOf,
  kinds,
  parentColumn,
  partsOf,
} from '../../src/db/kinds.ts'
import { tablesInSources } from '../../src/db/present.ts'
import * as schema from '../../src/db/schema.ts'
import { problemCatalogue } from '../../src/http/problems/catalogue.ts'
import { packageRoot } from '../../src/package-root.ts'
import { testDatabase } from '../database.ts'

type Schemas = components['schemas']
type Same<One, Other> = [One, Other] extends [Other, One] ? true : never

// The contract and the table of kinds have the same names.
const agree: [
  Same<Schemas['ChangeKind'], ChangeKind>,
  Same<Schemas['DescribedKind'], DescribedKind>,
  Same<Schemas['SearchKind'], DescribedKind>,
  Same<Schemas['SearchStepKind'], DescribedKind | 'schema'>,
  Same<Exclude<keyof Schemas['DescriptionCoverage'], 'integration_source_id'>, DescribedKind>,
] = [true, true, true, true, true]

interface JsonSchema {
  enum?: string[]
  required?: string[]
  properties?: Record<string, JsonSchema>
  additionalProperties?: JsonSchema
  anyOf?: JsonSchema[]
  $ref?: string
}
const document = JSON.parse(readFileSync(join(packageRoot, 'generated', 'openapi.json'), 'utf8')) as {
  paths: Record<string, object>
  components: { schemas: Record<string, JsonSchema> }
}
const { schemas } = document.components
const resolve = (found: JsonSchema | undefined): JsonSchema =>
  found?.$ref ? resolve(schemas[String(found.$ref.split('/').at(-1))]) : (found ?? {})
/** The schema of a value without null. */
const withoutNull = (found: JsonSchema | undefined): JsonSchema => {
  const all = resolve(found)
  return all.anyOf ? withoutNull(all.anyOf.find((each) => each.$ref || each.properties)) : all
}

const tables = (Object.values(schema) as unknown[]).filter((value) => is(value, PgTable)) as PgTable[]
const columnsOf = (table: PgTable) => Object.values(getTableColumns(table)).map(({ name }) => name)

t.test('every table with a description belongs to a kind', async (t) => {
  const described = tables.filter(
    (table) => columnsOf(table).includes('description') && columnsOf(table).includes('description_version'),
  )
  const ofNoKind = ['description_versions']
  t.strictSame(
    described
      .map((table) => getTableName(table))
      .filter((name) => !ofNoKind.includes(name))
      .sort(),
    describedKinds.map((kind) => getTableName(kinds[kind].table)).sort(),
  )
})

t.test('every table that records who changed a row belongs to a kind', async (t) => {
  const changed = tables.filter((table) => columnsOf(table).includes('changed_by'))
  t.strictSame(
    changed.map((table) => getTableName(table)).sort(),
    changeKinds.map((kind) => getTableName(kindsWithIds[kind].table)).sort(),
  )
})

t.test('a kind comes after its parent, has a column with its id, and has one name', async (t) => {
  for (const [position, kind] of catalogKinds.entries()) {
    const { parent, table, described } = kindOf(kind)
    if (parent) {
      t.ok(catalogKinds.indexOf(parent) < position, `${kind} comes after its parent`)
      t.ok(columnsOf(table).includes(parentColumn(parent)), `${kind} names its parent`)
      t.ok(kindOf(parent).described || !described, `${kind} is described in something that is`)
    } else t.equal(kind, 'integration_source')
    for (const column of [...(described?.names ?? []), ...(described?.structure ?? [])]) {
      t.equal(column.table, table, `${kind} ${column.name}`)
    }
  }
  for (const of of ['parameter', 'notFound', 'label'] as const) {
    const values = kindNames.map((kind) => kindsWithIds[kind][of])
    t.equal(new Set(values).size, values.length, of)
  }
})

t.test('the contract has every kind', async (t) => {
  t.ok(agree.every(Boolean))
  t.strictSame([...(schemas.ChangeKind?.enum ?? [])].sort(), [...changeKinds].sort())
  t.strictSame(schemas.DescribedKind?.enum, describedKinds)
  t.strictSame(schemas.SearchKind?.enum, describedKinds)
  t.strictSame(
    schemas.SearchStepKind?.enum?.filter((kind) => kind !== 'schema'),
    describedKinds,
  )
  const parameters = Object.keys(document.paths).join()
  for (const kind of kindNames) {
    const { notFound, parameter } = kindsWithIds[kind]
    t.ok(schemas.ProblemCode?.enum?.includes(notFound), notFound)
    t.equal(problemCatalogue[notFound].status, 404)
    t.ok(parameters.includes(`{${parameter}}`), parameter)
  }
  const levels = describedKinds.map((kind) => `${kind}`)
  t.strictSame(schemas.DescriptionCoverage?.required, ['integration_source_id', ...levels])
  for (const kind of describedKinds.filter((each) => partsOf(each).length > 0)) {
    const { properties = {} } = schemas.SearchResult ?? {}
    t.ok(Object.hasOwn(properties, parentColumn(kind)), `a result of the search is in a ${kind}`)
  }
})

t.test('description files have a level for every kind', async (t) => {
  const assertParts = (kind: DescribedKind, node: JsonSchema) => {
    t.ok(Object.hasOwn(node.properties ?? {}, 'description'), kind)
    for (const part of partsOf(kind)) {
      const { collection, schema } = describedOf(part)
      const holders = schema
        ? [node, withoutNull(withoutNull(node.properties?.schemas).additionalProperties)]
        : [node]
      for (const holder of holders) {
        t.ok(Object.hasOwn(holder.properties ?? {}, collection), `${collection} of ${kind}`)
        assertParts(part, withoutNull(withoutNull(holder.properties?.[collection]).additionalProperties))
      }
    }
  }
  assertParts('integration_source', resolve(schemas.DescriptionFile))
})

t.test('the table lists for sources and descriptions have every kind', async (t) => {
  for (const kind of catalogKinds) t.ok(tablesInSources.has(getTableName(kinds[kind].table)), kind)
  const foreignKeys = getTableConfig(schema.describedResources).foreignKeys.map((key) =>
    getTableName(key.reference().foreignTable),
  )
  t.strictSame(foreignKeys.sort(), describedKinds.map((kind) => getTableName(kinds[kind].table)).sort())
})

t.test('the database has the triggers of every kind', async (t) => {
  const db = openDatabase(await testDatabase(t), 1)
  t.teardown(() => db.close())
  const triggers = await db.execute<{ table: string; name: string; columns: string[] }>(sql`
    SELECT class.relname AS table, tgname AS name,
      string_to_array(encode(tgargs, 'escape'), '\\000') AS columns
    FROM pg_trigger JOIN pg_class AS class ON class.oid = tgrelid WHERE NOT tgisinternal`)
  const [{ fingerprint } = { fingerprint: '' }] = await db.execute<{ fingerprint: string }>(
    sql`SELECT prosrc AS fingerprint FROM pg_proc WHERE proname = 'description_layers_fingerprint'`,
  )
  for (const { kind, table, isInFeed, described } of kindTriggers) {
    const find = (suffix: string) =>
      triggers.find((trigger) => trigger.table === table && trigger.name === `${table}_${suffix}`)
    const needed = [
      ...(isInFeed ? ['changes_created', 'changes_updated', 'changes_deleted'] : []),
      ...(described
        ? [
            'descriptions',
            'description_version_step',
            'search_terms_created',
            'search_terms_renamed',
            'structure',
          ]
        : []),
    ]
    for (const suffix of needed) t.ok(find(suffix), `${kind}: ${table}_${suffix}`)
    if (!described) continue
    t.strictSame(
      find('structure')?.columns.filter((name) => name !== ''),
      described.structure,
      `${kind}: the columns that are its structure`,
    )
    t.match(fingerprint, new RegExp(`\\b${table}\\b`), `${kind}: the structure that a text is written for`)
  }
})
