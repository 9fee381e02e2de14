import type { OperationId } from '../../src/contract/handlers.ts'
import { kinds } from '../../src/db/kinds.ts'
import type { build } from '../helper.ts'
import { exampleKinds, resourceExamples } from './resource-examples.ts'

/**
 * Creates one resource of each kind in an organization of its own.
 *
 * @returns their ids by the path parameters that name them, and the tokens of the organization
 */
export async function everyResource({ call, tenant }: Awaited<ReturnType<typeof build>>) {
  const own = await tenant()
  const params: Record<string, string> = {
    organization_id: own.organizationId,
    source_id: own.sourceId,
    integration_source_id: own.sourceId,
    name: 'shop',
  }
  const make = async (operationId: OperationId, body: object): Promise<string> => {
    const created = await call(operationId, { params, token: own.admin, body })
    if (created.statusCode !== 201) throw new Error(created.body)
    return created.json().id
  }
  for (const kind of exampleKinds) {
    const { operations, first } = resourceExamples[kind]
    params[kinds[kind].parameter] = await make(operations.create, first(params))
  }
  return { ...own, params }
}
