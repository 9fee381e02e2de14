import type { OperationId } from '../../src/contract/handlers.ts'
import type { build } from '../helper.ts'

/**
 * Makes one resource of each kind in an organization of its own.
 *
 * @returns their ids by the parameters of paths that name them, and the tokens of the organization
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
  params.database_id = await make('createIntegrationSourceDatabase', { name: 'shop' })
  params.table_id = await make('createDatabaseTable', { name: 'orders', description: 'Who bought what.' })
  params.column_id = await make('createTableColumn', { name: 'customer_id', data_type: 'bigint' })
  params.relationship_id = await make('createRelationship', {
    from_column_id: params.column_id,
    to_table_id: params.table_id,
    to_column_name: 'customer_id',
    score: 0.5,
    evidence: { names: true },
  })
  params.object_id = await make('createSaasObject', { object_name: 'Deal', api_identifier: 'deal' })
  params.field_id = await make('createSaasField', {
    field_name: 'Amount',
    api_identifier: 'amount',
    data_type: 'number',
  })
  params.association_id = await make('createSaasAssociation', {
    from_object_id: params.object_id,
    to_object_id: params.object_id,
    association_type_id: '1',
    association_label: 'Primary',
  })
  return { ...own, params }
}
