import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '../../src/contract/generator/json.ts'
import { DEMO_ORGANIZATION_ID } from '../../src/identity/demo.ts'
import { packageRoot } from '../../src/package-root.ts'
import { type CollectionUrl, urlOn } from '../support/postman.ts'
import type { RunningApp } from './running-app.ts'
import { installNpm, runOrThrow } from './tools.ts'

/** A part of a Postman collection: a folder, or a request. */
interface Item {
  readonly name: string
  readonly item?: readonly Item[]
  readonly request?: { readonly method: string; readonly url: CollectionUrl }
}

/** The collection that Postman creates when it imports a document, without the optional parameters. */
async function importedBy(document: JsonObject): Promise<Item> {
  const modules = join(
    await installNpm('postman', join(packageRoot, 'test/consumers/postman')),
    'node_modules',
  )
  const folder = await mkdtemp(join(tmpdir(), 'sourcebook-postman-'))
  try {
    const [source, target] = [join(folder, 'openapi.json'), join(folder, 'collection.json')]
    await writeFile(source, JSON.stringify(document))
    const options = 'parametersResolution=Example,enableOptionalParameters=false'
    await runOrThrow(join(modules, '.bin/openapi2postmanv2'), ['-s', source, '-o', target, '-O', options], {
      name: 'postman',
    })
    return JSON.parse(await readFile(target, 'utf8'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const requestsOf = ({ item, ...self }: Item): Item[] => (item ? item.flatMap(requestsOf) : [self])

/**
 * Imports a document into Postman, and sends each GET of the collection unchanged.
 *
 * @param document with examples that name existing resources
 * @returns how many were sent, and a line for each without a 2xx answer
 */
export async function sendCollection(
  app: RunningApp,
  document: JsonObject,
): Promise<{ sent: number; failures: string[] }> {
  const gets = requestsOf(await importedBy(document)).flatMap(({ name, request }) =>
    request?.method === 'GET' ? [{ name, request }] : [],
  )
  const authorization = `Bearer ${await app.token('SYSTEM_ADMIN', DEMO_ORGANIZATION_ID)}`
  const failures: string[] = []
  for (const { name, request } of gets) {
    const url = urlOn(app.url, request.url)
    const answer = await fetch(url, { headers: { authorization } })
    if (!answer.ok)
      failures.push(`${name}: GET ${url.pathname}${url.search}: ${answer.status} ${await answer.text()}`)
    else await answer.body?.cancel()
  }
  return { sent: gets.length, failures }
}
