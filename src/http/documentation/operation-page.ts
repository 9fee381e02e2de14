import { allows, isPermission } from '../../identity/permissions.ts'
import type { Role } from '../../identity/principal.ts'
import { addresses } from './addresses.ts'
import {
  type ContractDocument,
  dereference,
  listOperations,
  type PlacedOperation,
} from './contract-document.ts'
import { bodyExamples, curlExample, isPublic } from './curl-example.ts'
import { fieldColumns, fieldRows, readSchema, schemaCells } from './field-rows.ts'
import { blocks, code, codeBlock, jsonBlock, table } from './markdown.ts'
import { problemsSection, responsesSection } from './response-sections.ts'

/**
 * The Markdown page of an operation: its request, answers and problems.
 *
 * @throws Error when the contract has no operation `operationId`
 */
export function operationPage(document: ContractDocument, operationId: string): string {
  const placed = listOperations(document).find(({ id }) => id === operationId)
  if (placed === undefined) throw new Error(`The contract has no operation ${operationId}.`)
  const { operation } = placed
  return `${blocks(
    `# ${titleOf(placed)}`,
    code(`${placed.method} ${placed.path}`),
    operation.description ?? '',
    [
      `- Operation id: ${code(operationId)}`,
      `- Access: ${accessText(placed)}`,
      `- Rules of every operation (lists, ETags, retries, errors): [conventions](${addresses.conventions})`,
    ].join('\n'),
    '## Request',
    codeBlock('sh', curlExample(document, placed)),
    parametersSection(document, placed),
    bodySection(document, placed),
    '## Response',
    responsesSection(document, placed),
    problemsSection(document, placed),
  )}\n`
}

/** The title of an operation in headings and links. */
export function titleOf({ operation, id }: PlacedOperation): string {
  return operation.summary ?? id
}

const roles: readonly Role[] = ['ANALYST', 'ORGANIZATION_ADMIN', 'SYSTEM_ADMIN']

function accessText(placed: PlacedOperation): string {
  if (isPublic(placed)) return 'public, no token needed'
  const permission = placed.operation['x-permission']
  const allowed = roles.filter((role) => isPermission(permission) && allows(role, permission))
  return `bearer token with the permission ${code(permission)} (role ${allowed.map(code).join(' or ')})`
}

function parametersSection(document: ContractDocument, { parameters }: PlacedOperation): string {
  const rows = parameters.map(({ name, in: location, required = false, description = '', schema }) => {
    const [type, isRequired, byDefault, rules] = schemaCells(document, schema, required)
    // The dialect has arrays only as one comma-separated value.
    const writtenType = readSchema(document, schema).items ? `${type}, comma-separated` : type
    return [code(name), location, writtenType, isRequired, byDefault, rules, description]
  })
  const [, ...columns] = fieldColumns
  return rows.length === 0 ? '' : blocks('### Parameters', table(['Name', 'In', ...columns], rows))
}

function bodySection(document: ContractDocument, placed: PlacedOperation): string {
  const body = dereference(document, placed.operation.requestBody ?? {})
  const schema = body.content?.['application/json']?.schema
  if (schema === undefined) return ''
  const { description = '', additionalProperties } = readSchema(document, schema)
  const lines = body.content?.['application/x-ndjson']
    ? `, or as ${code('application/x-ndjson')} with one item a line`
    : ''
  const yaml = body.content?.['application/yaml']
    ? `, or as ${code('application/yaml')} with the same schema`
    : ''
  const limit = placed.operation['x-body-limit']
  const size = limit === undefined ? '' : ` It may have ${limit / 2 ** 20} MiB.`
  const closed = additionalProperties === false ? ' Unknown fields are refused.' : ''
  return blocks(
    '### Body',
    body.description ?? description,
    `Required, as ${code('application/json')}${lines}${yaml}.${size}${closed} A field that is not required may be omitted; it may be null only where its type has null.`,
    table(fieldColumns, fieldRows(document, schema)),
    ...bodyExamples(document, placed).map(({ summary = 'Example', value }) =>
      blocks(`${summary}:`, jsonBlock(value)),
    ),
  )
}
