import openapiTS, { astToString } from 'openapi-typescript'
import { type JsonObject, objectOf } from './json.ts'
import { dereference } from './reference.ts'
import { notice } from './routes-file.ts'
import { rewrite } from './structure.ts'
import { withoutLeftNulls } from './updates.ts'

/**
 * The document as the server sees it: a query or header parameter with a default is always there, because the
 * validator fills it in, and a null of an update that changes nothing is not, because the binder takes it away. Clients
 * may leave the one out and send the other, so this is not what is published.
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

/** The text of the types of `clients/typescript`: the same in the client's view, which may leave out what has a default. */
export async function printClientTypes(document: JsonObject): Promise<string> {
  const nodes = await openapiTS(JSON.stringify(document), { silent: true, defaultNonNullable: false })
  return `${notice}${astToString(nodes)}`
}
