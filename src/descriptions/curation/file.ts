import type { components } from '../../contract/handlers.ts'
import { type DescribedKind, describedOf, partsOf } from '../../db/kinds.ts'
import { invalidInput } from '../../values/invalid-input.ts'
import { visitInSlices } from '../../values/slices.ts'
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

/** What a file says of something, and of what is in it by the names of collections. */
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
  for (const [name, place, item] of entriesOf(node?.[collection] as Named<Node | null>, [
    ...path,
    collection,
  ])) {
    const target = targetOf(kind, parent, item, { name, path: place, schemaName })
    yield target
    yield* targetsOfParts(target, item)
  }
}

function* targetsOfParts(parent: Target, node: Node | null): Generator<Target> {
  const { path } = parent
  for (const kind of partsOf(parent.kind)) {
    if (describedOf(kind).schema) {
      for (const [schemaName, place, schema] of entriesOf(node?.schemas as Named<Node | null>, [
        ...path,
        'schemas',
      ])) {
        yield* targetsOfCollection(kind, parent, { node: schema, path: place, schemaName })
      }
    }
    yield* targetsOfCollection(kind, parent, { node, path })
  }
}

function* targetsIn(file: DescriptionFile): Generator<Target> {
  const source = targetOf('integration_source', undefined, file, { name: '', path: [] })
  yield source
  yield* targetsOfParts(source, file as Node)
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
