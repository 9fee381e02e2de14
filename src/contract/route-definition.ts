/** A JSON Schema (draft-07) for ajv and fast-json-stringify, without annotations and `$ref`. */
export type JsonSchema = { readonly [keyword: string]: unknown }

/**
 * The answer with one status: a schema for every JSON media type, `{ type: 'null' }` when there is no body,
 * and `{}` when the body is not JSON. So `response` has a key for every status that the contract declares.
 */
export type ResponseSchema = {
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>
  readonly type?: 'null'
}

/**
 * An operation of the contract in the form that Fastify needs. Statuses are keys such as `201`, `4xx`,
 * `default`.
 */
export type RouteDefinition = {
  readonly operationId: string
  readonly method: string
  /** The path with parameters in Fastify's syntax: `/api/organization/:organization_id`. */
  readonly url: string
  /** The operation's `x-permission`; an operation with `public` has an empty `security`. */
  readonly permission: string
  /** The names of the security schemes, one of which must be satisfied; empty for a public operation. */
  readonly security: readonly string[]
  /** The query parameters that are written as comma lists (`style: form`, `explode: false`). */
  readonly commaLists: readonly string[]
  readonly schema: {
    readonly params?: JsonSchema
    readonly querystring: JsonSchema
    readonly headers?: JsonSchema
    readonly body?: JsonSchema
    readonly response: Readonly<Record<string, ResponseSchema>>
  }
  /** The schema of one line of a body that can also be sent as `application/x-ndjson`. */
  readonly bodyLine?: JsonSchema
  /** The body may also be written as `application/yaml`. */
  readonly takesYaml?: boolean
  /** The largest body, in bytes, if it differs from the default (`x-body-limit`). */
  readonly bodyLimit?: number
  /** The members of an update that null does not change, since the resource cannot be null there. */
  readonly leftByNull?: readonly string[]
  /** The handler gets the bytes of the body and validates them itself (`x-body-stream`). */
  readonly streamsBody?: boolean
  /** The schema of one line, for every status that may also be answered as `application/x-ndjson`. */
  readonly streams: Readonly<Record<string, JsonSchema>>
  /** The declared response headers of a status, in lower case. A status without any has no key. */
  readonly responseHeaders: Readonly<Record<string, readonly string[]>>
}
