import { addresses } from './addresses.ts'
import {
  type ContractDocument,
  dereference,
  type PlacedOperation,
  type Response,
} from './contract-document.ts'
import { fieldColumns, fieldRows, schemaCells } from './field-rows.ts'
import { blocks, code, codeBlock, jsonBlock, table } from './markdown.ts'

const problemType = 'application/problem+json'

/** The answers of `placed` that are not problems: status, headers, fields and examples. */
export function responsesSection(document: ContractDocument, placed: PlacedOperation): string {
  const answers = responsesOf(document, placed).filter(
    ([, { content }]) => content?.[problemType] === undefined,
  )
  return blocks(...answers.map(([status, response]) => responsePart(document, status, response)))
}

/** The problems `placed` answers with: a table of their codes, and each example on one line. */
export function problemsSection(document: ContractDocument, placed: PlacedOperation): string {
  const problems = responsesOf(document, placed).flatMap(([status, response]) => {
    const media = response.content?.[problemType]
    return media ? [{ status, response, examples: examplesOf(media.examples) }] : []
  })
  if (problems.length === 0) return ''
  return blocks(
    '## Problems',
    `As ${code(problemType)} (RFC 9457). Decide by ${code('code')}; the page of a code says what to do.`,
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

/** The responses of an operation by status, without references. */
export function responsesOf(
  document: ContractDocument,
  { operation }: PlacedOperation,
): [string, Response][] {
  return Object.entries(operation.responses).map(([status, response]) => [
    status,
    dereference(document, response),
  ])
}

/** The values of the examples of a problem. */
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

/** Of an answer, a required field is one that is always there. */
function presentRather(column: string): string {
  return column === 'Required' ? 'Always there' : column
}
