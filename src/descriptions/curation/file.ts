import type { components } from '../../contract/handlers.ts'
import { type DescribedKind, describedOf, partsOf } from '../../db/kinds.ts'
import { invalidInput } from '../../values/invalid-input.ts'
import { visitInSlices } from '../../values/slices.ts'
import { keptText } from '../description.ts'

/** A file in which people edit descriptions. */
export type DescriptionFile = components['schemas']['DescriptionFile']

/** A resource that a file names. */
export interface Target {
  kind: DescribedKind
  /** Undefined for the source. */
  parent: Target | undefined
  /** The schema of a table. */
  schemaName: string | null
  /** The name in the normal form of the catalog. */
  name: string
  /** The names on the path to it within the source. */
  names: string[]
  /** The keys on the path to it in the file. */
  path: string[]
  /** The description in the file; undefined when the file has none for it. */
  description: string | null | undefined
}

type Described = { description?: string | null } | null
type Named<Node> = Record<string, Node> | null | undefined

function* entriesOf<Node>(named: Named<Node>, path: string[]): Generator<[string, string[], Node]> {
  const names = new Set<string>()
  // Object.entries would create all pairs at once, which takes long for a large file.
  const nodes = named ?? {}
  for (const key of Object.keys(nodes)) {
    const name = key.normalize('NFC')
    if (names.has(name)) {
      const msg = 'The name occurs twice'
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
  { name, path, schemaName = null }: { name: string; path: string[]; schemaName?: string | null },
): Target {
  const names = parent ? [...parent.names, ...(schemaName === null ? [] : [schemaName]), name] : []
  return { kind, parent, schemaName, name, names, path, description: keptText(node?.description) }
}

/** A resource in a file: its description, and its children by collection. */
interface Node {
  readonly description?: string | null
  readonly [collection: string]: unknown
}

function* targetsOfCollection(
  kind: DescribedKind,
  parent: Target,
  { node, path, schemaName = null }: { node: Node | null; path: string[]; schemaName?: string | null },
): Generator<Target> {
  const { collection } = describedOf(kind)
  for (const [name, itemPath, item] of entriesOf(node?.[collection] as Named<Node | null>, [
    ...path,
    collection,
  ])) {
    const target = targetOf(kind, parent, item, { name, path: itemPath, schemaName })
    yield target
    yield* targetsOfChildren(target, item)
  }
}

function* targetsOfChildren(parent: Target, node: Node | null): Generator<Target> {
  const { path } = parent
  for (const kind of partsOf(parent.kind)) {
    if (describedOf(kind).schema) {
      for (const [schemaName, schemaPath, schema] of entriesOf(node?.schemas as Named<Node | null>, [
        ...path,
        'schemas',
      ])) {
        yield* targetsOfCollection(kind, parent, { node: schema, path: schemaPath, schemaName })
      }
    }
    yield* targetsOfCollection(kind, parent, { node, path })
  }
}

function* targetsIn(file: DescriptionFile): Generator<Target> {
  const source = targetOf('integration_source', undefined, file, { name: '', path: [] })
  yield source
  yield* targetsOfChildren(source, file as Node)
}

/**
 * Lists all resources in a file, each after its parent. Works in slices, so that a large file does not block
 * other requests.
 *
 * @throws InvalidInputError when two names have the same normal form
 */
export async function targetsOf(file: DescriptionFile): Promise<Target[]> {
  const targets: Target[] = []
  await visitInSlices(targetsIn(file), (target) => targets.push(target))
  return targets
}
