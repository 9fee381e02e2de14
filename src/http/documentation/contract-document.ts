/** The parts of an OpenAPI 3.1 document that its documentation is made from. References stay as they are written. */
export interface ContractDocument {
  info: { title: string; version: string; summary?: string; description?: string }
  tags?: { name: string; description?: string }[]
  paths: Record<string, PathItem>
  components?: Record<string, unknown>
}

/** A `$ref`; a description beside it stands in for the one of its target. */
export interface Reference {
  $ref: string
  description?: string
}

type PathItem = { parameters?: (Parameter | Reference)[] } & Partial<Record<Method, Operation>>

/** One operation. */
export interface Operation {
  operationId: string
  summary?: string
  description?: string
  tags?: string[]
  'x-permission': string
  /** The largest body in bytes, where it is not the usual one. */
  'x-body-limit'?: number
  parameters?: (Parameter | Reference)[]
  requestBody?: Body | Reference
  responses: Record<string, Response | Reference>
}

/** A parameter in path, query or header. */
export interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema: Schema | Reference
  example?: unknown
}

/** The body of a request or of a response, by media type. */
export interface Body {
  required?: boolean
  description?: string
  content?: Record<string, MediaType>
}

/** A response: a body and headers. */
export interface Response extends Body {
  description: string
  headers?: Record<string, Header | Reference>
}

/** A response header. */
export interface Header {
  description?: string
  schema: Schema | Reference
}

/** A body in one media type. */
export interface MediaType {
  schema: Schema | Reference
  examples?: Record<string, Example>
}

/** A named example. */
export interface Example {
  summary?: string
  value: unknown
}

/** A JSON Schema, as far as the pages show one. */
export interface Schema {
  type?: string | string[]
  format?: string
  description?: string
  default?: unknown
  examples?: unknown[]
  properties?: Record<string, Schema | Reference>
  required?: string[]
  additionalProperties?: boolean | Schema | Reference
  items?: Schema | Reference
  anyOf?: (Schema | Reference)[]
  oneOf?: (Schema | Reference)[]
  allOf?: (Schema | Reference)[]
  [keyword: string]: unknown
}

const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const
type Method = (typeof methods)[number]

/** An operation with the place it was found at; `parameters` holds those of its path too, without references. */
export interface PlacedOperation {
  id: string
  method: string
  path: string
  /** The first tag: the section it is listed under. */
  section: string | undefined
  parameters: Parameter[]
  operation: Operation
}

/** All operations, in the order of the document. */
export function listOperations(document: ContractDocument): PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      if (operation === undefined) return []
      const parameters = [item.parameters ?? [], operation.parameters ?? []].flat()
      return {
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        section: operation.tags?.[0],
        parameters: parameters.map((parameter) => dereference(document, parameter)),
        operation,
      }
    }),
  )
}

/**
 * Follows `node` to what it refers to, if it is a reference; what is written beside the `$ref` wins. Throws an Error
 * that names a reference without a target.
 */
export function dereference<Node extends object>(document: ContractDocument, node: Node | Reference): Node {
  if (!('$ref' in node)) return node as Node
  const { $ref, ...siblings } = node as Reference
  const target = $ref
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (parent, key) => (parent as Record<string, unknown> | undefined)?.[plainKey(key)],
      document,
    )
  if (target === undefined) throw new Error(`The contract refers to ${$ref}, which it does not have.`)
  return { ...dereference(document, target as Node | Reference), ...siblings }
}

/** Undoes the escapes of a JSON pointer (RFC 6901) in one of its keys. */
function plainKey(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~')
}
