import type { components } from '../contract/handlers.ts'
import type { InstanceClient } from '../instance/client.ts'
import { crm, crmAssociations } from './crm.ts'
import { type DemoSource, findOrCreate, type Sent, sourceNamed } from './find-or-create.ts'
import { type DemoColumn, describedAs, parseTables } from './parse-tables.ts'
import { profileOf } from './profile.ts'
import type { Say } from './say.ts'

type Schemas = components['schemas']

const source: DemoSource = {
  name: 'Demo CRM',
  source_type: 'saas',
  connector_type: 'hubspot',
  description: 'Companies, contacts and deals of the business customers of the shop.',
  description_source: 'manual_edit',
}

/** The label of a name: `line_item` becomes `Line item`. */
const titleOf = (identifier: string): string => {
  const words = identifier.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

type FieldBody = Sent<Schemas['SaasFieldCreate'], 'field_name' | 'api_identifier' | 'data_type'>
type ObjectBody = Sent<Schemas['SaasObjectCreate'], 'object_name' | 'api_identifier'>
type AssociationBody = Sent<Schemas['SaasAssociationCreate'], 'from_object_id' | 'to_object_id'>

const fieldBody = (field: DemoColumn, rowCount: number): FieldBody => ({
  field_name: titleOf(field.name),
  api_identifier: field.name,
  is_required: field.isRequired,
  is_unique: field.isKey || field.name === 'email',
  ...describedAs(field),
  ...profileOf(field, rowCount),
  data_type: field.type,
})

/** Fills the source of a CRM with objects, fields and associations, and returns its id. */
export async function fillCrm(client: InstanceClient, say: Say): Promise<string> {
  const sourceId = await sourceNamed(client, source)
  const path = `/api/integration-sources/${sourceId}`
  say(`${source.name} ${sourceId}`)

  const objects = parseTables(crm)
  const { ids, created } = await findOrCreate<ObjectBody>(client, {
    path: `${path}/saas-objects`,
    bodies: objects.map((object) => ({
      object_name: titleOf(object.name),
      api_identifier: object.name,
      ...describedAs(object),
      load_frequency: 'hourly',
    })),
    key: ['api_identifier'],
  })
  say(`  ${ids.length} objects (${created} new)`)

  let fields = 0
  let newFields = 0
  for (const [index, { columns, rowCount }] of objects.entries()) {
    const made = await findOrCreate<FieldBody>(client, {
      path: `${path}/saas-objects/${ids[index]}/saas-fields`,
      bodies: columns.map((column) => fieldBody(column, Number(rowCount))),
      key: ['api_identifier'],
    })
    fields += made.ids.length
    newFields += made.created
  }
  say(`  ${fields} fields (${newFields} new)`)

  const idOf = (identifier: string) => String(ids[objects.findIndex(({ name }) => name === identifier)])
  const associations = await findOrCreate<AssociationBody>(client, {
    path: `${path}/saas-associations`,
    bodies: crmAssociations.map(([from, to, label, status, score]) => ({
      from_object_id: idOf(from),
      to_object_id: idOf(to),
      association_type_id: label,
      association_label: titleOf(label),
      relationship_type: score === 1 ? 'FOREIGN_KEY' : 'INFERRED',
      status,
      score,
    })),
    key: ['from_object_id', 'to_object_id', 'association_type_id'],
  })
  say(`  ${associations.ids.length} associations (${associations.created} new)`)
  return sourceId
}
