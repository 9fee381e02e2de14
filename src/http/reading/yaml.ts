import { Composer, type Document, isMap, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml'
import { issueAt } from '../../values/invalid-input.ts'
import { ProblemError } from '../problems/problem.ts'
import { piecesLimits, tooComplex } from './json-complexity.ts'
import { faultMessages, findStorableFault } from './storable-json.ts'

/**
 * Explicit keys (`? key`) are needed only for keys that are not texts, which are refused; each causes several
 * errors.
 */
const maximumExplicitKeys = 100
/** Four mebibytes of short texts have 1,200,000; a document with more is an attack on time and memory. */
const maximumLexemes = 1_500_000

/** A parsed YAML document, in the form in which one process sends it to another. */
export interface YamlText {
  /** Parsing JSON is four times faster than deserializing a structured clone. */
  json: string
  /**
   * Two numbers for each value, level by level: its line, counted from 1, and the index of its first child.
   * The children are in the order of `Object.keys`.
   */
  places: Int32Array
}

const broken = (detail: string): never => {
  throw new ProblemError('invalid_yaml', { detail })
}

const brokenAt = ({ line, col }: { line: number; col: number }, reason: string): never =>
  broken(`Line ${line}, column ${col}: ${reason}.`)

const refuse = (path: readonly string[], line: number, msg: string, type: string): never => {
  const issue = { ...issueAt('body', [...path], msg, type), line }
  const detail = `${issue.loc.join('/').slice(0, 300)}: ${msg}`
  throw new ProblemError('validation_failed', { detail, errors: [issue] })
}

type YamlNode = unknown
const offsetOf = (node: YamlNode): number =>
  (node as { range?: [number, number, number] | null } | null)?.range?.[0] ?? 0

/** The text of a key as it is written: `1.0` and `null` are ordinary names. */
const keyText = (key: YamlNode): string | undefined => {
  if (!isScalar(key)) return undefined
  return typeof key.value === 'string' ? key.value : String(key.source)
}

function compose(text: string, lines: LineCounter): Document.Parsed {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  const tokens = []
  let [lexemes, explicitKeys] = [0, 0]
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      // Only the first error is reported, so parsing stops here.
      if (token.type === 'error') brokenAt(lines.linePos(token.offset), token.message)
      tokens.push(token)
    }
    lexemes += 1
    if (lexeme === '?') explicitKeys += 1
    if (lexemes > maximumLexemes || explicitKeys > maximumExplicitKeys) {
      const msg = `Input should have at most ${maximumLexemes} tokens and ${maximumExplicitKeys} explicit keys`
      throw tooComplex([], msg)
    }
  }
  tokens.push(...parser.end())
  // `parseYaml` looks for duplicate keys itself, since it reports their path.
  const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false })
  const documents = [...composer.compose(tokens, true, text.length)] as Document.Parsed[]
  if (documents.length > 1) broken('The body is more than one YAML document.')
  return documents[0] as Document.Parsed
}

/**
 * Parses one YAML 1.2 document that JSON can express: without anchors, aliases, custom tags and duplicate
 * keys. A mebibyte takes about a second.
 *
 * @throws ProblemError invalid_yaml, body_too_complex, or validation_failed with the path and line of the
 *   fault
 */
export function parseYaml(text: string): YamlText {
  const lines = new LineCounter()
  const document = compose(text, lines)
  const lineAt = (node: YamlNode) => lines.linePos(offsetOf(node)).line
  const [error] = [...document.errors, ...document.warnings]
  if (error) {
    const reason = error.code === 'RESOURCE_EXHAUSTION' ? 'It nests too deep' : error.message
    brokenAt(lines.linePos(error.pos[0]), reason)
  }
  const linesIn = new Map<unknown, Map<string, number>>()

  const read = (node: YamlNode, path: readonly string[]): unknown => {
    if (node === null) return null
    if (isScalar(node)) {
      if (typeof node.value !== 'number' || Number.isFinite(node.value)) return node.value
      return refuse(path, lineAt(node), 'Input should be a finite number', 'finite_number')
    }
    const inside = new Map<string, number>()
    const entries = new Map<string, unknown>()
    if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const name = String(index)
        inside.set(name, lineAt(item))
        entries.set(name, read(item, [...path, name]))
      }
    } else if (isMap(node)) {
      for (const { key, value } of node.items) {
        const name = keyText(key) ?? refuse(path, lineAt(key), 'Keys should be texts', 'string_type')
        const memberPath = [...path, name]
        if (entries.has(name)) refuse(memberPath, lineAt(key), 'The key is there twice', 'duplicate_key')
        inside.set(name, lineAt(key))
        entries.set(name, read(value, memberPath))
      }
    } else return refuse(path, lineAt(node), 'Input should not be an alias', 'alias')
    // `fromEntries` defines own properties, even one named __proto__.
    const value = isSeq(node) ? [...entries.values()] : Object.fromEntries(entries)
    linesIn.set(value, inside)
    return value
  }

  const value = read(document.contents, [])
  const firstLine = lineAt(document.contents)
  const fault = findStorableFault(value)
  if (fault) {
    let [inner, line] = [value, firstLine]
    for (const name of fault.path) {
      line = linesIn.get(inner)?.get(name) as number
      inner = (inner as Record<string, unknown>)[name]
    }
    refuse(fault.path, line, faultMessages[fault.type], fault.type)
  }
  const found = [{ value, line: firstLine }]
  const places: number[] = []
  // The loop also visits the values that it appends.
  for (const { value: each, line } of found) {
    places.push(line, found.length)
    const inside = linesIn.get(each)
    if (!inside) continue
    for (const [name, member] of Object.entries(each as object)) {
      found.push({ value: member, line: inside.get(name) as number })
    }
    if (found.length > piecesLimits.values)
      throw tooComplex([], `Input should have at most ${piecesLimits.values} values`)
  }
  return { json: JSON.stringify(value), places: Int32Array.from(places) }
}
