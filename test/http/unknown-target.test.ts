import t from 'tap'
import { v7 } from 'uuid'
import { routes } from '../../generated/routes.ts'
import { build } from '../helper.ts'

/** The context parameter that each operation has, and the only one that accepts any id. */
const parameter = 'resource_id'

const takesContext = (route: (typeof routes)[number]) =>
  Object.hasOwn((route.schema.querystring?.properties ?? {}) as object, parameter)

t.test('an unknown target and a wrong context parameter get the same problem', async (t) => {
  const { call, tenant } = await build(t)
  const [mine, theirs] = [await tenant(), await tenant()]
  const reads = routes.filter((route) => route.method === 'GET' && takesContext(route))
  const targets = reads.filter(({ url }) => url.includes('/:'))
  t.ok(targets.length > 20)
  for (const { operationId, url } of targets) {
    const named = [...url.matchAll(/:(\w+)/g)].map(([, name]) => String(name))
    const unknown = Object.fromEntries(named.map((name) => [name, name === 'version' ? '1' : v7()]))
    const ask = async (context: Record<string, string>, params: Record<string, string> = unknown) => {
      const response = await call(operationId as 'getTable', {
        params: params as never,
        token: mine.admin,
        query: context as never,
      })
      const { status, code, detail } = response.json()
      return { status, code, detail }
    }
    const plain = await ask({})
    t.match(
      plain,
      { status: 404, detail: /^There is no such .*, or this token has no access to it\.$/ },
      operationId,
    )
    const told = {
      ...plain,
      detail: `${plain.detail} Or a context parameter names something outside of its organization: ${parameter}.`,
    }
    t.strictSame(await ask({ [parameter]: mine.params.source_id }), told, `${operationId}, a right context`)
    t.strictSame(await ask({ [parameter]: theirs.params.source_id }), told, `${operationId}, a wrong context`)
    if (named.join() === 'source_id')
      t.match(
        await ask({ [parameter]: v7() }, mine.params),
        { detail: told.detail },
        `${operationId}, an existing target`,
      )
  }
})
