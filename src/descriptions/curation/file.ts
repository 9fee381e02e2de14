import type { components } from '../../contract/handlers.ts'
import type { DescribedKind } from '../../db/schema.ts'
import { visitInSlices } from '../../http/slices.ts'
import { invalidInput } from '../../values/invalid-input.ts'
import { keptText } from '../description.ts'

/** The file that people edit, as the contract describes it. */
export type DescriptionFile = components['schemas']['DescriptionFile']

/** Something that a file names. */
export interface Target {
  kind: DescribedKind
  /** What it is in; undefined for the source. */
  parent: Target | undefined
  /** The schema of a table. */
  schemaName: string | null
  /** The name as the catalog has it. */
  name: string
  /** The names that lead to it within the source. */
  names: string[]
  /** The keys that lead to it in the file. */
  path: string[]
  /** What the file says of it; undefined when that is nothing. */
  description: string | null | undefined
}

type Described = { description?: string | null } | null
type Named<Node> = Record<string, Node> | null | undefined

function* entriesOf<Node>(named: Named<Node>, path: string[]): Generator<[string, string[], Node]> {
  const names = new Set<string>()
  // Pairs of names and nodes take long to make, all at once.
  const nodes = named ?? {}
  for (const key of Object.keys(nodes)) {
    const name = key.normalize('NFC')
    if (names.has(name)) {
      const msg = 'The same name is there twice'
      throw invalidInput([...path, key], msg, 'duplicate_key')
    }
    names.add(name)
    yield [name, [...path, key], nodes[key] as Node]
  }
}

function targetOf(
  kind: DescribedKind,
  parent: Target | undefined,
  node: Described,
  at: { name: string; path: string[]; schemaName?: string | null },
): Target {
  const { name, path, schemaName = null } = at
  const names = parent ? [...parent.names, ...(schemaName === null ? [] : [schemaName]), name] : []
  return { kind, parent, schemaName, name, names, path, description: keptText(node?.description) }
}

function* targetsOfParts(kind: DescribedKind, whole: Target, parts: Named<Described>, key: string) {
  for (const [name, path, part] of entriesOf(parts, [...whole.path, key])) {
    yield targetOf(kind, whole, part, { name, path })
  }
}

function* targetsOfTables(
  database: Target,
  tables: components['schemas']['DescriptionFileTableMap'] | null | undefined,
  place: string[],
  schemaName: string | null,
) {
  for (const [name, path, table] of entriesOf(tables, place)) {
    const target = targetOf('table', database, table, { name, path, schemaName })
    yield target
    yield* targetsOfParts('column', target, table?.columns, 'columns')
  }
}

function* targetsIn(file: DescriptionFile): Generator<Target> {
  const source = targetOf('integration_source', undefined, file, { name: '', path: [] })
  yield source
  for (const [name, path, database] of entriesOf(file.databases, ['databases'])) {
    const target = targetOf('database', source, database, { name, path })
    yield target
    for (const [schema, place, tables] of entriesOf(database?.schemas, [...path, 'schemas'])) {
      yield* targetsOfTables(target, tables?.tables, [...place, 'tables'], schema)
    }
    yield* targetsOfTables(target, database?.tables, [...path, 'tables'], null)
  }
  for (const [name, path, object] of entriesOf(file.saas_objects, ['saas_objects'])) {
    const target = targetOf('saas_object', source, object, { name, path })
    yield target
    yield* targetsOfParts('saas_field', target, object?.fields, 'fields')
  }
}

/**
 * Everything that a file names, each after what it is in. Others get their turn while a large file is looked through.
 *
 * @throws InvalidInputError when two names are the same text in different code points
 */
export async function targetsOf(file: DescriptionFile): Promise<Target[]> {
  const targets: Target[] = []
  await visitInSlices(targetsIn(file), (target) => targets.push(target))
  return targets
}
