import { JSONParser, TokenType } from '@streamparser/json'
import { ProblemError } from '../../http/problems/problem.ts'
import { maximumDepth, tooComplex } from '../../http/reading/json-complexity.ts'
import { assertStorable } from '../../http/reading/storable-json.ts'
import { InvalidInputError, invalidInput, issueAt } from '../../values/invalid-input.ts'
import { define } from '../../values/json-slices.ts'

/** The supported schema versions of manifests: those of dbt 1.5 to 2, and v20 of Fusion. */
export const supportedVersions: readonly string[] = ['v9', 'v10', 'v11', 'v12', 'v20']

/**
 * The members of a node or source to parse, by path. The parser does not build the values of other members.
 */
const parsedMembers = [
  ...['resource_type', 'config.materialized', 'relation_name', 'name', 'alias', 'identifier'],
  ...['database', 'schema', 'description', 'quoting.identifier', 'quoting.schema', 'quoting.database'],
  ...['columns.*.name', 'columns.*.description', 'columns.*.quote'],
]
const paths = [
  '$.metadata.*',
  ...parsedMembers.flatMap((name) => [`$.nodes.*.${name}`, `$.sources.*.${name}`]),
]

/** Limits for one member of a section, e.g. a node, including the parts of it that are not kept. */
const memberLimits = { bytes: 4 * 2 ** 20, tokens: 300_000 }
/** Limits for the relations and columns with descriptions in a manifest. */
const manifestLimits = { relations: 50_000, columns: 500_000 }

export interface DbtName {
  text: string
  /** Whether the case of the name matters. */
  isQuoted: boolean
}

/** A column with a description. */
export interface DbtColumn extends DbtName {
  description: string
}

/** A relation that has a description or columns with descriptions. */
export interface DbtRelation {
  uniqueId: string
  isSource: boolean
  /** Undefined when the adapter has no databases; then the relation may be in any database. */
  database: DbtName | undefined
  schema: DbtName | undefined
  name: DbtName
  description: string | undefined
  columns: DbtColumn[]
}

/** The descriptions in a manifest. */
export interface DbtManifest {
  version: string
  /** In the order of precedence: nodes before sources, then by `unique_id`. */
  relations: DbtRelation[]
}

type Members = Record<string, unknown>
const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null ? (value as Members) : {}
/** Sets the value at a path, and creates missing objects on the path. */
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

/** The name of a database. For a missing one dbt-oracle writes `None`, the null of Python. */
const databaseOf = (value: unknown): string | undefined => {
  const text = textOf(value)
  return text === 'None' ? undefined : text
}

/**
 * Converts a relation of SQLite to the form of the catalog, where a file is a database. dbt writes `database`
 * for every file. Its schema is the name under which the file is attached, and `main` for the first file.
 */
const fromSqlite = (relation: DbtRelation): DbtRelation => ({
  ...relation,
  database: undefined,
  schema: relation.schema?.text === 'main' ? undefined : relation.schema,
})

/** Which parts of a relation name such as `"shop"."sales".orders` are quoted, in reverse order. */
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

/** Reads the version from the URL of the schema of a manifest. */
function versionOf(schemaUrl: unknown): string {
  if (typeof schemaUrl !== 'string') return missing(['metadata', 'dbt_schema_version'])
  const version = /\/manifest\/(v\d+)\.json$/.exec(schemaUrl)?.[1] ?? schemaUrl.slice(0, 100).toWellFormed()
  if (!supportedVersions.includes(version)) {
    const supported = supportedVersions.join(', ')
    throw new ProblemError('dbt_version_not_supported', {
      detail: `The manifest has the version '${version}'; the supported versions are ${supported}.`,
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
 * Limits the memory of a parser, which holds one member of a section at a time: bounds its bytes, tokens and
 * depth.
 *
 * @param onEnd is called at the end of each member
 * @returns a check to call after each chunk with the number of bytes read so far. It finds a long text, which
 *   is not a token before its end.
 */
function boundMembers(parser: JSONParser, onEnd: () => void): (bytesRead: number) => void {
  const { tokenizer, tokenParser } = parser as unknown as ParserInternals
  const path: string[] = []
  let [depth, tokens, start] = [0, 0, 0]
  const assertSmall = (end: number) => {
    const isLarge = end - start > memberLimits.bytes || tokens > memberLimits.tokens
    if (isLarge || depth > maximumDepth) {
      const limits = `${memberLimits.bytes} bytes, ${memberLimits.tokens} tokens and ${maximumDepth} levels`
      const msg = `Input should have at most ${limits}`
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

/** The private parts of a JSONParser. */
interface ParserInternals {
  tokenizer: { onToken: (info: { token: TokenType; value: unknown; offset: number }) => void }
  tokenParser: { write: (info: object) => void }
}

/**
 * Parses a `manifest.json` as a stream. Holds one node at a time, and keeps only descriptions.
 *
 * @throws ProblemError `invalid_json`, `body_too_complex`, or, as soon as the version was read,
 *   `dbt_version_not_supported`
 * @throws InvalidInputError
 */
export async function readManifest(bytes: AsyncIterable<Buffer>): Promise<DbtManifest> {
  const relations: DbtRelation[] = []
  let version: string | undefined
  let isSqlite = false
  let hasMetadata = false
  let columns = 0
  let bytesRead = 0
  let parseError: Error | undefined
  const parser = new JSONParser({ paths, keepStack: false })
  /** The node or source that is being parsed. */
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
    const stored = { name, alias, identifier, database, schema, description, columns: described }
    assertStorable({ [key]: stored }, [section])
    relations.push(relation)
    columns += relation.columns.length
    if (relations.length > manifestLimits.relations || columns > manifestLimits.columns) {
      const limits = `${manifestLimits.relations} relations and ${manifestLimits.columns} columns with a text`
      throw tooComplex([section, key], `Input should have at most ${limits}`)
    }
  }
  parser.onError = (error) => {
    parseError ??= error
  }
  const assertBounded = boundMembers(parser, onEnd)
  const throwParseError = () => {
    if (parseError instanceof ProblemError || parseError instanceof InvalidInputError) throw parseError
    if (parseError) throw new ProblemError('invalid_json', { detail: 'The body cannot be parsed as JSON.' })
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
    throwParseError()
    bytesRead += chunk.length
    assertBounded(bytesRead)
  }
  assertUtf8()
  if (!parser.isEnded) parser.end()
  throwParseError()
  if (version === undefined) return missing(hasMetadata ? ['metadata', 'dbt_schema_version'] : ['metadata'])
  const all = isSqlite ? relations.map(fromSqlite) : relations
  return { version, relations: all.sort(order) }
}
