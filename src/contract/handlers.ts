import type { components, operations } from '../../generated/types.ts'

/** The name of an operation in `openapi.yaml`; it connects contract, handler, permission, test and metric. */
export type OperationId = keyof operations

type Lowercased<T> = { [Key in keyof T as Lowercase<Key & string>]: T[Key] }
type Section<T, Name extends string> = T extends { [Key in Name]?: infer S } ? NonNullable<S> : never
type Empty = Record<never, never>
type Or<T, Otherwise> = [T] extends [never] ? Otherwise : T
type Json<Body, Type extends string> = Body extends { content: { [Key in Type]: infer Content } }
  ? Content
  : never

/** One item of a body that may also be NDJSON: valid, or with its errors. Lines are counted from 1. */
export type BodyItem<Item> =
  | { line: number; item: Item }
  | { line: number; detail: string; errors: components['schemas']['ValidationIssue'][] }

type BodyItems<Body> = Body extends {
  content: { 'application/json': readonly (infer Item)[]; 'application/x-ndjson': string }
}
  ? AsyncIterable<BodyItem<Item>>
  : never

/** The input of a handler: every part of the request that the contract declares, validated. */
export interface Input<Id extends OperationId> {
  params: Or<Section<operations[Id]['parameters'], 'path'>, Empty>
  query: Or<Section<operations[Id]['parameters'], 'query'>, Empty>
  /** Declared headers, by their lower-case names. */
  headers: Lowercased<Or<Section<operations[Id]['parameters'], 'header'>, Empty>>
  body: Or<Json<Section<operations[Id], 'requestBody'>, 'application/json'>, undefined>
  /** The items of a body that may be an array or NDJSON; lines are read one at a time. */
  items: Or<BodyItems<Section<operations[Id], 'requestBody'>>, undefined>
  /** The body of an operation with `x-body-stream`, up to its limit; `body` is then undefined. */
  bytes?: AsyncIterable<Buffer> | undefined
}

type Headers<Response> = Response extends { headers: infer Declared }
  ? { [Key in keyof Declared as string extends Key ? never : Lowercase<Key & string>]?: string }
  : Empty

type Success<Status, Response> =
  | (Json<Response, 'application/json'> extends infer Body
      ? [Body] extends [never]
        ? Response extends { content: { 'text/event-stream': string } | { 'application/yaml': string } }
          ? never
          : { status: Status; headers?: Headers<Response>; body?: never }
        : { status: Status; headers?: Headers<Response>; body: Body; once?: Partial<Body> }
      : never)
  | (Response extends { content: { 'application/x-ndjson': string } }
      ? Json<Response, 'application/json'> extends readonly (infer Item)[]
        ? { status: Status; headers?: Headers<Response>; items: Item[]; next?: Record<string, string> }
        : never
      : never)
  | (Response extends { content: { 'application/yaml': string } }
      ? { status: Status; headers?: Headers<Response>; text: AsyncIterable<string> }
      : never)

type Events<Status, Response> = Response extends { content: { 'text/event-stream': string } }
  ? { status: Status; headers?: Headers<Response>; events: AsyncIterable<string> }
  : never

type Declared<Status, Response, Problem> = Response extends {
  content: { 'application/problem+json': unknown }
}
  ? Problem & { status: Status }
  : Success<Status, Response> | Events<Status, Response>

/**
 * The answers of a handler: a union with one member for each declared status. `body` is the JSON, and `once`
 * the part of it that a replay must not contain. `items` are the items of a list, and `next` the query for
 * its next part. `text` is the content of `application/yaml`. `Problem` stands for all statuses that answer
 * with a problem.
 */
export type Output<Id extends OperationId, Problem> = {
  [Status in keyof operations[Id]['responses']]: Declared<
    Status,
    operations[Id]['responses'][Status],
    Problem
  >
}[keyof operations[Id]['responses']]

/** The function that implements an operation. */
export type Handler<Id extends OperationId, Context, Problem> = (
  input: Input<Id>,
  context: Context,
) => Promise<Output<Id, Problem>>

/** One handler for each operation of the contract: a missing or an unknown one does not compile. */
export type HandlerMap<Context, Problem> = {
  [Id in OperationId]: Handler<Id, Context, Problem>
}

/** The names of the schemas of the contract, and their types. */
export type { components } from '../../generated/types.ts'
