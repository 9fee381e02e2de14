import { addresses } from './addresses.ts'
import {
  type ContractDocument,
  dereference,
  listOperations,
  type PlacedOperation,
  type Response,
} from './contract-document.ts'
import { fieldColumns, fieldRows, schemaCells } from './field-rows.ts'
import { blocks, code, codeBlock, jsonBlock, table } from './markdown.ts'

const problemType = 'application/problem+json'

/** The answers of an operation that are not problems: status, headers, fields and examples. */
export function responsesSection(document: ContractDocument, placed: PlacedOperation): string {
  const answers = responsesOf(document, placed).filter(
    ([, { content }]) => content?.[problemType] === undefined,
  )
  return blocks(...answers.map(([status, response]) => responsePart(document, status, response)))
}

/**
 * The problems of an operation, except those that all operations share: a table of their codes, and examples.
 */
export function problemsSection(document: ContractDocument, placed: PlacedOperation): string {
  const shared = sharedResponses(document)
  const own = problemsOf(document, placed).filter(({ status }) => !shared.includes(refAt(placed, status)))
  const others =
    shared.length === 0
      ? ''
      : `Every operation can answer with the [shared problems](${addresses.sharedProblems}), too.`
  if (own.length === 0) return others
  return blocks('## Problems', problemsText(own), others)
}

/** The Markdown page with the problems that all operations share. */
export function sharedProblemsPage(document: ContractDocument): string {
  const shared = sharedResponses(document)
  const [first] = listOperations(document)
  const problems = first ? problemsOf(document, first) : []
  const own = problems.filter(({ status }) => shared.includes(refAt(first as PlacedOperation, status)))
  return `${blocks('# Problems of every operation', problemsText(own), `[All problems](${addresses.problems})`)}\n`
}

interface Problem {
  status: string
  response: Response
  examples: Record<string, unknown>[]
}

function problemsOf(document: ContractDocument, placed: PlacedOperation): Problem[] {
  return responsesOf(document, placed).flatMap(([status, response]) => {
    const media = response.content?.[problemType]
    return media ? [{ status, response, examples: examplesOf(media.examples) }] : []
  })
}

function problemsText(problems: readonly Problem[]): string {
  return blocks(
    `As ${code(problemType)} (RFC 9457). Let programs decide by ${code('code')}; each code has a page that says what to do.`,
    table(
      ['Status', 'Codes', 'When', 'Headers'],
      problems.map(({ status, response, examples }) => [
        status,
        examples.map(({ code: name }) => `[${name}](${addresses.problem(String(name))})`).join(', '),
        response.description,
        Object.keys(response.headers ?? {})
          .map(code)
          .join(', '),
      ]),
    ),
    'Examples, one a line:',
    codeBlock(
      'json',
      problems.flatMap(({ examples }) => examples.map((example) => JSON.stringify(example))).join('\n'),
    ),
  )
}

/** The `$ref` of a response; empty for an inline response. */
function refAt({ operation }: PlacedOperation, status: string): string {
  const response = operation.responses[status]
  return response !== undefined && '$ref' in response ? response.$ref : ''
}

/** The `$ref`s of the responses that all operations share. */
function sharedResponses(document: ContractDocument): string[] {
  const [first, ...others] = listOperations(document)
  return Object.keys(first?.operation.responses ?? {})
    .map((status) => ({ status, ref: refAt(first as PlacedOperation, status) }))
    .filter(({ status, ref }) => ref !== '' && others.every((placed) => refAt(placed, status) === ref))
    .map(({ ref }) => ref)
}

/** The responses of an operation by status, with references resolved. */
export function responsesOf(
  document: ContractDocument,
  { operation }: PlacedOperation,
): [string, Response][] {
  return Object.entries(operation.responses).map(([status, response]) => [
    status,
    dereference(document, response),
  ])
}

export function examplesOf(examples: Record<string, { value: unknown }> = {}): Record<string, unknown>[] {
  return Object.values(examples).map(({ value }) => value as Record<string, unknown>)
}

function responsePart(document: ContractDocument, status: string, response: Response): string {
  const headers = Object.entries(response.headers ?? {}).map(([name, header]) => {
    const { description = '', schema } = dereference(document, header)
    const [type, , , rules] = schemaCells(document, schema, false)
    return [code(name), type, rules, description]
  })
  const bodies = Object.entries(response.content ?? {}).map(([type, { schema, examples = {} }]) => {
    const values = Object.values(examples).map(({ value }) => value)
    return blocks(
      `Body as ${code(type)}:`,
      table(fieldColumns.map(presentRather), fieldRows(document, schema)),
      ...values.map((value) =>
        typeof value === 'string' ? codeBlock('', value.trimEnd()) : jsonBlock(value),
      ),
    )
  })
  return blocks(
    `### ${status}`,
    response.description,
    table(['Header', 'Type', 'Constraints', 'Description'], headers),
    ...bodies,
    bodies.length === 0 ? 'No body.' : '',
  )
}

/** In an answer, a required field is always there. */
function presentRather(column: string): string {
  return column === 'Required' ? 'Always there' : column
}
