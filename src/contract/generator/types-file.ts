import openapiTS, { astToString } from 'openapi-typescript'
import { type JsonObject, objectOf } from './json.ts'
import { dereference } from './reference.ts'
import { notice } from './routes-file.ts'
import { rewrite } from './structure.ts'
import { withoutLeftNulls } from './updates.ts'

/**
 * The document from the server's view. A query or header parameter with a default is always there, since the
 * validator fills it in. A null that changes nothing in an update is never there, since the binder removes
 * it. Clients may omit the first and send the second, so this document is not published.
 */
export function serverView(document: JsonObject): JsonObject {
  return rewrite(withoutLeftNulls(document), 'document', {
    parameter: (parameter) => {
      const schema = dereference(document, objectOf(parameter.schema))
      return schema.default === undefined ? parameter : { ...parameter, required: true }
    },
  })
}

/** The text of `generated/types.ts`: the types of every operation and component, in the server's view. */
export async function printTypes(document: JsonObject): Promise<string> {
  const nodes = await openapiTS(JSON.stringify(serverView(document)), { silent: true })
  return `${notice}${astToString(nodes)}`
}

/**
 * The text of the types of `clients/typescript`: from the client's view, where members with a default are
 * optional.
 */
export async function printClientTypes(document: JsonObject): Promise<string> {
  const nodes = await openapiTS(JSON.stringify(document), { silent: true, defaultNonNullable: false })
  return `${notice}${astToString(nodes)}`
}
