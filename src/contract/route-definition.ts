/** A JSON Schema (draft-07 class) as ajv and fast-json-stringify take it: no annotations, no `$ref`. */
export type JsonSchema = { readonly [keyword: string]: unknown }

/**
 * What one status may answer: a schema for every JSON media type, `{ type: 'null' }` when there is no body, and `{}`
 * when the body is not JSON. So the keys of `response` are all the statuses that the contract declares.
 */
export type ResponseSchema = {
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>
  readonly type?: 'null'
}

/** One operation of the contract, in the form that Fastify takes. Statuses are keys such as `201`, `4xx`, `default`. */
export type RouteDefinition = {
  readonly operationId: string
  readonly method: string
  /** The path with parameters as Fastify writes them: `/api/organization/:organization_id`. */
  readonly url: string
  /** The operation's `x-permission`; `public` goes with an empty `security`. */
  readonly permission: string
  /** The names of the security schemes of which one must be satisfied; empty for a public operation. */
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
  /** The largest body, in bytes, where it is larger than that of other operations (`x-body-limit`). */
  readonly bodyLimit?: number
  /** The members of an update that null leaves as they are, since the resource cannot be null there. */
  readonly leftByNull?: readonly string[]
  /** The body is handed over as the bytes it is, and validated by whoever reads them (`x-body-stream`). */
  readonly streamsBody?: boolean
  /** The schema of one line, for every status that can also be answered as `application/x-ndjson`. */
  readonly streams: Readonly<Record<string, JsonSchema>>
  /** The declared response headers of a status, in lower case. A status without any has no key. */
  readonly responseHeaders: Readonly<Record<string, readonly string[]>>
}
