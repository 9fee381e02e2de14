import { allows, type Permission } from '../../src/identity/permissions.ts'
import type { ExampleRequest } from './example-requests.ts'
import type { RunningApp } from './running-app.ts'

/** Real ids of resources, by their example ids in the document. */
export type Births = Map<string, string>

/** Replaces example ids in a text of the document: a path, a body, or the document itself. */
export const withRealIds = (text: string, births: Births): string =>
  [...births].reduce((result, [shown, real]) => result.replaceAll(shown, real), text)

const idsIn = (path: string): string[] => path.match(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g) ?? []

/**
 * A text of a request with the real ids. No example creates what only runs create, e.g. a proposed rename: a
 * request about one uses the row of the demo, which has the example id.
 */
const sentText = (text: string, { url }: ExampleRequest, births: Births): string =>
  idsIn(url).every((id) => births.has(id)) ? withRealIds(text, births) : text

/** Sends an example with the lowest role that may, and records the id of the created resource. */
export async function sendExample(
  app: RunningApp,
  request: ExampleRequest,
  births: Births,
  url = app.url,
): Promise<Response> {
  const role = allows('ORGANIZATION_ADMIN', request.permission as Permission)
    ? 'ORGANIZATION_ADMIN'
    : 'SYSTEM_ADMIN'
  const response = await fetch(`${url}${sentText(request.url, request, births)}`, {
    method: request.method,
    headers: { ...request.headers, authorization: `Bearer ${await app.token(role)}` },
    ...(request.body !== undefined && { body: sentText(request.body, request, births) }),
  })
  if (request.creates && response.status === 201) {
    const { id } = (await response.clone().json()) as { id: string }
    births.set(request.creates, id)
  }
  return response
}
