import {
  type ContractDocument,
  dereference,
  type Example,
  type Parameter,
  type PlacedOperation,
} from './contract-document.ts'
import { readSchema } from './field-rows.ts'

/**
 * A curl command that calls an operation with its required parameters and the first example of its body.
 * Values come from the examples of the contract. A parameter without an example becomes a shell variable with
 * its name; the address of the server and the token are shell variables, too.
 */
export function curlExample(document: ContractDocument, placed: PlacedOperation): string {
  const required = placed.parameters.filter((parameter) => parameter.required)
  const headers = required
    .filter((parameter) => parameter.in === 'header')
    .map((parameter) => `${parameter.name}: ${exampleText(document, parameter)}`)
  const body = bodyExamples(document, placed)[0]
  const allHeaders = [
    ...(isPublic(placed) ? [] : ['Authorization: Bearer $SOURCEBOOK_TOKEN']),
    ...headers,
    ...(body ? ['Content-Type: application/json'] : []),
  ]
  return [
    `curl --include --request ${placed.method} "$SOURCEBOOK_URL${urlExample(document, placed.path, required)}"`,
    ...allHeaders.map((header) => `--header "${header}"`),
    ...(body ? [`--data ${quote(body.value)}`] : []),
  ].join(' \\\n  ')
}

/** The examples of the JSON body of an operation; empty when it has no body. */
export function bodyExamples(document: ContractDocument, { operation }: PlacedOperation): Example[] {
  const { content } = dereference(document, operation.requestBody ?? {})
  return Object.values(content?.['application/json']?.examples ?? {})
}

/** Whether an operation needs no token. */
export function isPublic({ operation }: PlacedOperation): boolean {
  return operation['x-permission'] === 'public'
}

function urlExample(document: ContractDocument, path: string, required: readonly Parameter[]): string {
  const textsIn = (location: string) =>
    required
      .filter((parameter) => parameter.in === location)
      .map((parameter) => [parameter.name, exampleText(document, parameter, encodeURIComponent)] as const)
  const filled = textsIn('path').reduce((url, [name, text]) => url.replace(`{${name}}`, () => text), path)
  const query = textsIn('query').map(([name, text]) => `${name}=${text}`)
  return [filled, query.join('&')].filter(Boolean).join('?')
}

function exampleText(
  document: ContractDocument,
  parameter: Parameter,
  encode: (text: string) => string = String,
): string {
  const example = exampleOf(document, parameter)
  return example === undefined
    ? `$${parameter.name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`
    : encode(example)
}

/** The example of a parameter in the contract, as text. */
export function exampleOf(document: ContractDocument, { schema, example }: Parameter): string | undefined {
  const value = example ?? readSchema(document, schema).examples?.[0]
  return value === undefined ? undefined : String(value)
}

/** Quotes JSON for a POSIX shell, where a backslash does not escape a single quote. */
function quote(value: unknown): string {
  return `'${JSON.stringify(value).replaceAll("'", "'\\''")}'`
}
