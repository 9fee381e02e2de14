import { readFile } from 'node:fs/promises'
import t from 'tap'
import { routes } from '../../generated/routes.ts'

interface Link {
  operationId: string
  parameters: Record<string, string>
}
interface LinkedDocument {
  paths: Record<
    string,
    Record<string, { responses: Record<string, { links?: Record<string, { $ref: string }> }> }>
  >
  components: { links: Record<string, Link> }
}

const documentOf = async (name: string): Promise<LinkedDocument> =>
  JSON.parse(await readFile(new URL(`../../generated/${name}`, import.meta.url), 'utf8'))

const pathParameters = (url: string) => [...url.matchAll(/:(\w+)/g)].map(([, name]) => String(name))

for (const name of ['openapi.json', 'openapi-3.0.json']) {
  t.test(`${name}: every operation on a resource is linked from its create or its list`, async (t) => {
    const { paths, components } = await documentOf(name)
    const used = Object.values(paths)
      .flatMap((item) => Object.values(item))
      .flatMap(({ responses }) => Object.values(responses))
      .flatMap(({ links = {} }) => Object.values(links).map(({ $ref }) => String($ref.split('/').at(-1))))
    const targets = new Set(used.map((link) => components.links[link]?.operationId))
    t.strictSame(new Set(Object.keys(components.links)), new Set(used), 'every link is used')
    for (const { operationId, url } of routes) {
      t.ok(pathParameters(url).length === 0 || targets.has(operationId), `a link leads to ${operationId}`)
    }
    for (const [link, { operationId, parameters }] of Object.entries(components.links)) {
      const route = routes.find((candidate) => candidate.operationId === operationId)
      const known = [route?.schema.params, route?.schema.querystring].flatMap((schema) =>
        Object.keys(Object(schema?.properties)),
      )
      t.ok(route, `${link} leads to an operation`)
      t.strictSame(
        pathParameters(String(route?.url)).filter((parameter) => !(parameter in parameters)),
        [],
        link,
      )
      t.strictSame(
        Object.keys(parameters).filter((parameter) => !known.includes(parameter)),
        [],
        link,
      )
    }
  })
}
