import type { components } from '../../contract/handlers.ts'
import type { DescribedKind } from '../../db/schema.ts'
import { ProblemError } from '../../http/problems.ts'
import { issueAt } from '../../http/validation-issues.ts'

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
  for (const [key, node] of Object.entries(named ?? {})) {
    const name = key.normalize('NFC')
    if (names.has(name)) {
      const msg = 'The same name is there twice'
      const issue = issueAt('body', [...path, key], msg, 'duplicate_key')
      throw new ProblemError('validation_failed', {
        detail: `${issue.loc.join('/')}: ${msg}`,
        errors: [issue],
      })
    }
    names.add(name)
    yield [name, [...path, key], node]
  }
}

/**
 * Everything that a file names, each after what it is in.
 *
 * @throws ProblemError validation_failed when two names are the same text in different code points
 */
export function targetsOf(file: DescriptionFile): Target[] {
  const targets: Target[] = []
  const add = (
    kind: DescribedKind,
    parent: Target | undefined,
    node: Described,
    at: { name: string; path: string[]; schemaName?: string | null },
  ): Target => {
    const { name, path, schemaName = null } = at
    const names = parent ? [...parent.names, ...(schemaName === null ? [] : [schemaName]), name] : []
    const target = { kind, parent, schemaName, name, names, path, description: node?.description }
    targets.push(target)
    return target
  }
  const addParts = (kind: DescribedKind, whole: Target, parts: Named<Described>, key: string) => {
    for (const [name, path, part] of entriesOf(parts, [...whole.path, key]))
      add(kind, whole, part, { name, path })
  }
  const addTables = (
    database: Target,
    tables: components['schemas']['DescriptionFileTables'] | null | undefined,
    place: string[],
    schemaName: string | null,
  ) => {
    for (const [name, path, table] of entriesOf(tables, place)) {
      const target = add('table', database, table, { name, path, schemaName })
      addParts('column', target, table?.columns, 'columns')
    }
  }

  const source = add('integration_source', undefined, file, { name: '', path: [] })
  for (const [name, path, database] of entriesOf(file.databases, ['databases'])) {
    const target = add('database', source, database, { name, path })
    for (const [schema, place, tables] of entriesOf(database?.schemas, [...path, 'schemas'])) {
      addTables(target, tables?.tables, [...place, 'tables'], schema)
    }
    addTables(target, database?.tables, [...path, 'tables'], null)
  }
  for (const [name, path, object] of entriesOf(file.saas_objects, ['saas_objects'])) {
    addParts('saas_field', add('saas_object', source, object, { name, path }), object?.fields, 'fields')
  }
  return targets
}
