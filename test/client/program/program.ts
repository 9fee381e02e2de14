// A program as a user of the package writes it: compiled, bundled for a browser, and run against an instance.
import {
  ApiProblem,
  type components,
  createSourcebookClient,
  everyItem,
  expectData,
  type Problem,
} from '@sourcebook/client'

type Database = components['schemas']['IntegrationSourceDatabase']

/** Lists, creates and is refused. Throws when the client differs from its documentation. */
export async function program(baseUrl: string, token: string): Promise<string[]> {
  const api = createSourcebookClient({ baseUrl, token })
  // Required members are enough.
  const source = await expectData(
    api.POST('/api/integration-sources', {
      body: { name: 'A new client', source_type: 'warehouse', connector_type: 'bigquery' },
    }),
  )
  const path = { source_id: source.id }
  const databases = '/api/integration-sources/{source_id}/databases'
  for (const name of ['shop', 'crm', 'events']) {
    await expectData(api.POST(databases, { params: { path }, body: { name } }))
  }

  // A list is an array of its items, although the same path can answer NDJSON.
  const page: Database[] = await expectData(api.GET(databases, { params: { path, query: { limit: 2 } } }))
  const names: string[] = page.map(({ name }) => name)
  for await (const database of everyItem(api, databases, { path, query: { limit: 2 } }))
    names.push(database.name)

  const refused: unknown = await expectData(
    api.POST(databases, { params: { path }, body: { name: 'shop' } }),
  ).catch((error: unknown) => error)
  if (!(refused instanceof ApiProblem)) throw new Error(`This should have been a problem: ${refused}`)
  const code: Problem['code'] = refused.problem.code
  // @ts-expect-error no problem has this code
  if (code === 'no_such_code') throw new Error('unreachable')
  // @ts-expect-error a database has a name
  const unnamed = () => api.POST(databases, { params: { path }, body: {} })
  // @ts-expect-error there is no such path
  const unknown = () => api.GET('/api/databases')
  return [...names, code, typeof unnamed, typeof unknown]
}
