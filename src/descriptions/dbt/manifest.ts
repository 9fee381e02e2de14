import { JSONParser, TokenType } from '@streamparser/json'
import { ProblemError } from '../../http/problems/problem.ts'
import { maximumDepth, tooComplex } from '../../http/reading/json-complexity.ts'
import { assertStorable } from '../../http/reading/storable-json.ts'
import { InvalidInputError, invalidInput, issueAt } from '../../values/invalid-input.ts'
import { define } from '../../values/json-slices.ts'

/** The schema versions of manifests that are read: those of dbt 1.5 to 2, and the one of Fusion, which has more than v12. */
export const supportedVersions: readonly string[] = ['v9', 'v10', 'v11', 'v12', 'v20']

/** What is kept of a node or a source while it is read, by the names that lead to it. What else it has is not built. */
const wanted = [
  ...['resource_type', 'config.materialized', 'relation_name', 'name', 'alias', 'identifier'],
  ...['database', 'schema', 'description', 'quoting.identifier', 'quoting.schema', 'quoting.database'],
  ...['columns.*.name', 'columns.*.description', 'columns.*.quote'],
]
const paths = ['$.metadata.*', ...wanted.flatMap((name) => [`$.nodes.*.${name}`, `$.sources.*.${name}`])]

/** Limits of one member of a section, e.g. of a node, also of what is not kept of it: in bytes, and in tokens of JSON. */
const largest = { bytes: 4 * 2 ** 20, tokens: 300_000 }
/** Limits of what is kept of a manifest. */
const most = { relations: 50_000, columns: 500_000 }

/** A name, and whether it stands for exactly this text. */
export interface DbtName {
  text: string
  isQuoted: boolean
}

/** A column with a text. */
export interface DbtColumn extends DbtName {
  description: string
}

/** A relation with a text, of itself or of a column. */
export interface DbtRelation {
  uniqueId: string
  isSource: boolean
  /** Undefined where the adapter has none: it may be in any. */
  database: DbtName | undefined
  schema: DbtName | undefined
  name: DbtName
  description: string | undefined
  columns: DbtColumn[]
}

/** A manifest, without all that does not describe. */
export interface DbtManifest {
  version: string
  /** In the order of precedence: nodes before sources, then by `unique_id`. */
  relations: DbtRelation[]
}

type Members = Record<string, unknown>
const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null ? (value as Members) : {}
/** Puts a value where names lead to, in objects that are made on the way. */
function put(members: Members, names: readonly string[], value: unknown): void {
  let inner = members
  for (const name of names.slice(0, -1)) {
    if (!Object.hasOwn(inner, name)) define(inner, name, {})
    inner = inner[name] as Members
  }
  define(inner, String(names.at(-1)), value)
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined

const missing = (path: string[]): never => {
  throw invalidInput(path, 'Field required', 'missing')
}

/** The name of a database. dbt-oracle writes what Python calls nothing. */
const databaseOf = (value: unknown): string | undefined => {
  const text = textOf(value)
  return text === 'None' ? undefined : text
}

/**
 * A relation of SQLite as the others are: a file is a database there, which dbt calls `database` whatever its name is. Its
 * schema is the name by which the file is attached, and `main` for the first one.
 */
const fromSqlite = (relation: DbtRelation): DbtRelation => ({
  ...relation,
  database: undefined,
  schema: relation.schema?.text === 'main' ? undefined : relation.schema,
})

/** Which parts of a relation are quoted, the last first: as the adapter writes it, e.g. `"shop"."sales".orders`. */
const quotedParts = (relation: string): boolean[] =>
  [...relation.matchAll(/"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[^."`[\]]+/g)]
    .map(([part]) => /^["`[]/.test(part))
    .reverse()

const hasRelation = (node: Members): boolean =>
  ['model', 'seed', 'snapshot'].includes(String(node.resource_type)) &&
  membersOf(node.config).materialized !== 'ephemeral'

function relationOf(uniqueId: string, node: Members, isSource: boolean): DbtRelation | undefined {
  const identifier = textOf(isSource ? node.identifier : node.alias) ?? textOf(node.name)
  if (identifier === undefined || !(isSource || hasRelation(node))) return undefined
  const quoting = membersOf(node.quoting)
  const [isNameQuoted = false, isSchemaQuoted, isDatabaseQuoted] =
    typeof node.relation_name === 'string'
      ? quotedParts(node.relation_name)
      : [quoting.identifier === true, quoting.schema === true, quoting.database === true]
  const named = (value: unknown, isQuoted = false): DbtName | undefined => {
    const text = textOf(value)
    return text === undefined ? undefined : { text, isQuoted }
  }
  const columns = Object.values(membersOf(node.columns)).flatMap((value): DbtColumn[] => {
    const column = membersOf(value)
    const [text, description] = [textOf(column.name), textOf(column.description)]
    return text && description ? [{ text, description, isQuoted: column.quote === true }] : []
  })
  const description = textOf(node.description)
  if (description === undefined && columns.length === 0) return undefined
  return {
    uniqueId,
    isSource,
    database: named(databaseOf(node.database), isDatabaseQuoted),
    schema: named(node.schema, isSchemaQuoted),
    name: { text: identifier, isQuoted: isNameQuoted },
    description,
    columns,
  }
}

/** The number of a version in the address of its schema. */
function versionOf(address: unknown): string {
  if (typeof address !== 'string') return missing(['metadata', 'dbt_schema_version'])
  const version = /\/manifest\/(v\d+)\.json$/.exec(address)?.[1] ?? address.slice(0, 100).toWellFormed()
  if (!supportedVersions.includes(version)) {
    const supported = supportedVersions.join(', ')
    throw new ProblemError('dbt_version_not_supported', {
      detail: `The manifest is of '${version}'; what is read is ${supported}.`,
      errors: [
        issueAt(
          'body',
          ['metadata', 'dbt_schema_version'],
          `Input should be one of ${supported}`,
          'value_error',
        ),
      ],
    })
  }
  return version
}

const order = (one: DbtRelation, other: DbtRelation) =>
  Number(one.isSource) - Number(other.isSource) || (one.uniqueId < other.uniqueId ? -1 : 1)

/**
 * Watches what a parser holds: only one member of a section, which is bounded in bytes, tokens and depth.
 *
 * @param onEnd is called when a member has ended
 * @returns a check to call after each chunk, with the bytes so far: a long text is no token before it ends
 */
function boundMembers(parser: JSONParser, onEnd: () => void): (bytesRead: number) => void {
  const { tokenizer, tokenParser } = parser as unknown as Inside
  const path: string[] = []
  let [depth, tokens, start] = [0, 0, 0]
  const assertSmall = (end: number) => {
    const isLarge = end - start > largest.bytes || tokens > largest.tokens
    if (isLarge || depth > maximumDepth) {
      const { bytes, tokens: count } = largest
      const msg = `Input should have at most ${bytes} bytes, ${count} tokens and ${maximumDepth} levels`
      throw tooComplex(path.slice(0, 2), msg)
    }
  }
  tokenizer.onToken = (info) => {
    const { token, value, offset } = info
    tokens += 1
    if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth -= 1
    if (depth <= 2) {
      path.length = Math.min(path.length, depth)
      if (token === TokenType.STRING && depth > 0) path[depth - 1] = String(value)
      tokens = 0
      start = offset
    }
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) depth += 1
    assertSmall(offset)
    tokenParser.write(info)
    if (token === TokenType.RIGHT_BRACE && depth === 2) onEnd()
  }
  return assertSmall
}

/** The two parts of a JSONParser. */
interface Inside {
  tokenizer: { onToken: (info: { token: TokenType; value: unknown; offset: number }) => void }
  tokenParser: { write: (info: object) => void }
}

/**
 * Reads a `manifest.json` as it comes: one node is held at a time, and of it only what describes is kept.
 *
 * @throws ProblemError invalid_json, validation_failed, body_too_complex, or dbt_version_not_supported as soon as the version is read
 */
export async function readManifest(bytes: AsyncIterable<Buffer>): Promise<DbtManifest> {
  const relations: DbtRelation[] = []
  let version: string | undefined
  let isSqlite = false
  let hasMetadata = false
  let columns = 0
  let bytesRead = 0
  let broken: Error | undefined
  const parser = new JSONParser({ paths, keepStack: false })
  /** The node or source that is read. */
  let current: { section: string; key: string; node: Members } | undefined
  parser.onValue = ({ value, key, stack }) => {
    const [section, member, ...names] = [...stack.slice(1).map((outer) => outer.key), key]
    if (section === 'metadata') {
      hasMetadata = true
      if (key === 'dbt_schema_version') version = versionOf(value)
      if (key === 'adapter_type') isSqlite = value === 'sqlite'
    } else if (typeof member === 'string') {
      current ??= { section: String(section), key: member, node: {} }
      put(current.node, names.map(String), value)
    }
  }
  const onEnd = () => {
    if (!current) return
    const { section, key, node } = current
    current = undefined
    const relation = relationOf(key, node, section === 'sources')
    if (!relation) return
    const { name, alias, identifier, database, schema, description, columns: described } = node
    const kept = { name, alias, identifier, database, schema, description, columns: described }
    assertStorable({ [key]: kept }, [section])
    relations.push(relation)
    columns += relation.columns.length
    if (relations.length > most.relations || columns > most.columns) {
      const msg = `Input should have at most ${most.relations} relations and ${most.columns} columns with a text`
      throw tooComplex([section, key], msg)
    }
  }
  parser.onError = (error) => {
    broken ??= error
  }
  const assertBounded = boundMembers(parser, onEnd)
  const refuseBroken = () => {
    if (broken instanceof ProblemError || broken instanceof InvalidInputError) throw broken
    if (broken) throw new ProblemError('invalid_json', { detail: 'The body cannot be parsed as JSON.' })
  }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const assertUtf8 = (chunk?: Buffer) => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined })
    } catch {
      throw new ProblemError('invalid_json', { detail: 'The body is not valid UTF-8.' })
    }
  }
  for await (const chunk of bytes) {
    assertUtf8(chunk)
    parser.write(chunk)
    refuseBroken()
    bytesRead += chunk.length
    assertBounded(bytesRead)
  }
  assertUtf8()
  if (!parser.isEnded) parser.end()
  refuseBroken()
  if (version === undefined) return missing(hasMetadata ? ['metadata', 'dbt_schema_version'] : ['metadata'])
  const all = isSqlite ? relations.map(fromSqlite) : relations
  return { version, relations: all.sort(order) }
}
