import { setImmediate } from 'node:timers/promises'
import { Composer, type Document, isMap, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml'
import { tooComplex } from './json-complexity.ts'
import { ProblemError } from './problems.ts'
import { issueAt } from './validation-issues.ts'

/** Explicit keys are for keys that are no plain texts, which no file has; each of them makes several errors. */
const maximumExplicitKeys = 100
/** More than four megabytes of a usual file have (460,000); what has more is made to take time and memory. */
const maximumLexemes = 600_000
/** How many are read before others get their turn: about five milliseconds. */
const lexemesAtOnce = 2000

/** A YAML document as the JSON it stands for. */
export interface YamlValue {
  value: unknown
  /** The line, counted from 1, in which the value at a path begins, or the nearest one around it. */
  lineOf: (path: readonly string[]) => number
}

const broken = (detail: string): never => {
  throw new ProblemError('invalid_yaml', { detail })
}

const brokenAt = ({ line, col }: { line: number; col: number }, reason: string): never =>
  broken(`Line ${line}, column ${col}: ${reason}.`)

const refuse = (path: readonly string[], line: number, msg: string, type: string): never => {
  const issue = { ...issueAt('body', [...path], msg, type), line }
  throw new ProblemError('validation_failed', { detail: `${issue.loc.join('/')}: ${msg}`, errors: [issue] })
}

type YamlNode = unknown
const offsetOf = (node: YamlNode): number =>
  (node as { range?: [number, number, number] | null } | null)?.range?.[0] ?? 0

/** A key as it is written: `1.0` and `null` are names like others. */
const keyText = (key: YamlNode): string | undefined => {
  if (!isScalar(key)) return undefined
  return typeof key.value === 'string' ? key.value : String(key.source)
}

async function compose(text: string, lines: LineCounter): Promise<Document.Parsed> {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  const tokens = []
  let [lexemes, explicitKeys] = [0, 0]
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      // The first error is told, so that no more are looked for.
      if (token.type === 'error') brokenAt(lines.linePos(token.offset), token.message)
      tokens.push(token)
    }
    lexemes += 1
    if (lexeme === '?') explicitKeys += 1
    if (lexemes > maximumLexemes || explicitKeys > maximumExplicitKeys) {
      const msg = `Input should have at most ${maximumLexemes} tokens and ${maximumExplicitKeys} explicit keys`
      throw tooComplex([], msg)
    }
    if (lexemes % lexemesAtOnce === 0) await setImmediate()
  }
  tokens.push(...parser.end())
  // Duplicate keys are found here with the path that leads to them.
  const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false })
  const documents = [...composer.compose(tokens, true, text.length)] as Document.Parsed[]
  if (documents.length > 1) broken('The body is more than one YAML document.')
  return documents[0] as Document.Parsed
}

/**
 * Reads one YAML 1.2 document that says what JSON can say: no anchors, no aliases, no tags of its own, every key once.
 * Others get their turn while it is read.
 *
 * @throws ProblemError invalid_yaml, body_too_complex, or validation_failed with the place of what is not taken
 */
export async function readYaml(text: string): Promise<YamlValue> {
  const lines = new LineCounter()
  const document = await compose(text, lines)
  const lineAt = (node: YamlNode) => lines.linePos(offsetOf(node)).line
  const [error] = [...document.errors, ...document.warnings]
  if (error) {
    const reason = error.code === 'RESOURCE_EXHAUSTION' ? 'It nests too deep' : error.message
    brokenAt(lines.linePos(error.pos[0]), reason)
  }

  const read = (node: YamlNode, path: readonly string[]): unknown => {
    if (node === null) return null
    if (isScalar(node)) return node.value
    if (isSeq(node)) return node.items.map((item, index) => read(item, [...path, String(index)]))
    if (!isMap(node)) return refuse(path, lineAt(node), 'Input should not be an alias', 'alias')
    const entries = new Map<string, unknown>()
    for (const { key, value } of node.items) {
      const name = keyText(key) ?? refuse(path, lineAt(key), 'Keys should be texts', 'string_type')
      const inside = [...path, name]
      if (entries.has(name)) refuse(inside, lineAt(key), 'The key is there twice', 'duplicate_key')
      entries.set(name, read(value, inside))
    }
    // Defines properties, also one that is called __proto__.
    return Object.fromEntries(entries)
  }

  const lineOf = (path: readonly string[]): number => {
    let node: YamlNode = document.contents
    let line = lineAt(node)
    for (const name of path) {
      const pair = isMap(node) ? node.items.find(({ key }) => keyText(key) === name) : undefined
      const next: YamlNode = pair ? pair.value : isSeq(node) ? node.items[Number(name)] : undefined
      if (next === undefined) break
      line = lineAt(pair ? pair.key : next)
      node = next
    }
    return line
  }
  return { value: read(document.contents, []), lineOf }
}
