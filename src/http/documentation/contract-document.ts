/** The parts of an OpenAPI 3.1 document that the documentation uses. References are not resolved. */
export interface ContractDocument {
  info: { title: string; version: string; summary?: string; description?: string }
  tags?: { name: string; description?: string }[]
  paths: Record<string, PathItem>
  components?: Record<string, unknown>
}

/** A `$ref`; a description next to it replaces the one of its target. */
export interface Reference {
  $ref: string
  description?: string
}

type PathItem = { parameters?: (Parameter | Reference)[] } & Partial<Record<Method, Operation>>

export interface Operation {
  operationId: string
  summary?: string
  description?: string
  tags?: string[]
  'x-permission': string
  /** The largest body in bytes, if it is not the default. */
  'x-body-limit'?: number
  parameters?: (Parameter | Reference)[]
  requestBody?: Body | Reference
  responses: Record<string, Response | Reference>
}

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

export interface Response extends Body {
  description: string
  headers?: Record<string, Header | Reference>
}

export interface Header {
  description?: string
  schema: Schema | Reference
}

export interface MediaType {
  schema: Schema | Reference
  examples?: Record<string, Example>
}

export interface Example {
  summary?: string
  value: unknown
}

/** The parts of a JSON Schema that the pages show. */
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

/**
 * An operation with its method and path. `parameters` includes those of the path, with references resolved.
 */
export interface PlacedOperation {
  id: string
  method: string
  path: string
  /** The first tag, which is its section in the index. */
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
 * Resolves a reference; members next to the `$ref` override those of the target. Returns any other node
 * unchanged.
 *
 * @throws Error when the target does not exist
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

/** Unescapes one key of a JSON pointer (RFC 6901). */
function plainKey(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~')
}
