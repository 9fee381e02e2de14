import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../../src/package-root.ts'

/*
 * The resources that the public API and this one share. A client made for the public API finds every path,
 * parameter and property here, with the same types, values and defaults. Additions of this API are not
 * listed.
 */

type Schema = {
  $ref?: string
  allOf?: Schema[]
  anyOf?: Schema[]
  type?: string | string[]
  format?: string
  enum?: string[]
  items?: Schema
  default?: unknown
  required?: string[]
  properties?: Record<string, Schema>
  minItems?: number
}
type Parameter = { $ref?: string; name: string; in: string; schema: Schema }
type Operation = { parameters: Parameter[] }

const document: {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema>; parameters: Record<string, Parameter> }
} = JSON.parse(await readFile(join(packageRoot, 'generated/openapi.json'), 'utf8'))
const { schemas, parameters } = document.components
const lastName = (reference: string) => String(reference.split('/').at(-1))

/** The schema, with the references and parts of it resolved. */
const whole = ({ $ref, allOf = [], anyOf = [], ...rest }: Schema): Schema =>
  Object.assign(
    {},
    $ref && whole(schemas[lastName($ref)] as Schema),
    ...[...allOf, ...anyOf.slice(0, 1)].map(whole),
    rest,
  )

/** A schema as text, e.g. `integer = 99` or `uuid | null`. Integers of all sizes are equal on the wire. */
function describe(schema: Schema): string {
  const { type, format, enum: values, items, default: fallback } = whole(schema)
  const types = [type].flat()
  const isNullable = types.includes('null') || schema.anyOf?.[1]?.type === 'null'
  const name = items ? `${describe(items)}[]` : String(types[0])
  const named = values
    ? values.join(' ')
    : ['uuid', 'date-time'].includes(String(format))
      ? String(format)
      : name
  const end = fallback === undefined ? '' : ` = ${JSON.stringify(fallback)}`
  return `${named}${isNullable ? ' | null' : ''}${end}`
}

/** Lines `name: type`, with `name!` for required properties. */
const read = (text: string): [name: string, what: string, isRequired: boolean][] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [, name, mark, what] = /^\s*(\w+)(!?): (.*)$/.exec(line) ?? []
      return [String(name), String(what), mark === '!']
    })

const lifecycle = `
  id!: uuid
  created_at!: date-time
  updated_at!: date-time`
const origin = 'ai_generated manual_edit imported information_schema | null'
const described = `
  description: string | null
  description_source: ${origin}
  description_generated_at: date-time | null`
const profile = `
  semantic_type: string | null
  semantic_type_confidence: number | null
  sample_values: undefined[] | null
  enum_cardinality: integer | null
  null_pct: number | null
  distinct_pct: number | null
  last_analyzed: date-time | null
  approx_distinct_count: integer | null
  minhash_signature: integer[] | null
  format_signature: object | null
  length_stats: object | null
  entropy: number | null
  role: string | null
  role_confidence: number | null`
const loads = `
  null_pct_overall: number | null
  earliest_timestamp: date-time | null
  latest_timestamp: date-time | null
  date_grain: string | null
  last_load_timestamp: date-time | null
  load_frequency: string | null
  data_latency_minutes: integer | null`
const connection = `
  last_connection_test: date-time | null
  legacy_data_source_id: uuid | null
  system_source_id: uuid | null
  instance_label: string | null
  airbyte_source_id: string | null
  airbyte_connection_id: string | null
  airbyte_connection_ids: string[]
  airbyte_destination_id: string | null
  last_sync_at: date-time | null
  last_sync_status: string | null
  last_sync_row_count: integer | null
  selected_streams: string[]`
const types = 'FOREIGN_KEY INFERRED MANUAL'
const statuses = 'SUGGESTED APPROVED REJECTED'

const answers: Record<string, string> = {
  Organization: `${lifecycle}
    name!: string
    description: string | null
    is_active: boolean = true
    default_thread_sharing: private organization = "private"
    business_ontology: object | null
    ontology_version: integer | null
    ontology_updated_at: date-time | null
    context_modules_config: object | null
    data_storage_mode: humm_hosted customer_hosted = "humm_hosted"
    customer_s3_bucket: string | null
    customer_s3_region: string | null
    customer_aws_access_key_id: string | null
    has_customer_aws_secret_access_key: boolean = false
    customer_iam_role_arn: string | null
    entity_definitions_config: object | null
    agent_lab_config: object | null`,
  IntegrationSource: `${lifecycle}${described}
    name!: string
    source_type!: database warehouse saas api file
    connector_type!: string
    organization_id!: uuid
    description_version!: integer
    is_system: boolean = false
    is_sync: boolean = false
    configuration: object = {}
    capabilities: string[] = []
    is_active: boolean = true
    connection_status: connected failed unknown = "unknown"${connection}`,
  IntegrationSourceDatabase: `${lifecycle}${described}
    name!: string
    integration_source_id!: uuid
    description_version!: integer
    is_active: boolean = true
    priority: integer = 99`,
  Column: `${lifecycle}${described}
    name!: string
    table_id!: uuid
    description_version!: integer
    data_type: string | null
    is_primary_key: boolean = false
    is_nullable: boolean = true
    ordinal_position: integer | null${profile}
    is_active: boolean`,
  Relationship: `${lifecycle}
    integration_source_id!: uuid
    from_column_id!: uuid
    to_table_id!: uuid
    to_column_name!: string
    type: ${types} = "INFERRED"
    status: ${statuses} = "SUGGESTED"
    score: number | null
    evidence: object`,
  SaasObject: `${lifecycle}${described}
    integration_source_id!: uuid
    object_name!: string
    api_identifier!: string${loads}
    field_null_pct: object
    field_distinct_pct: object
    is_staging_table: boolean
    is_active: boolean`,
  SaasField: `${lifecycle}${described}
    saas_object_id!: uuid
    field_name!: string
    api_identifier!: string
    data_type!: string
    is_required: boolean
    is_unique: boolean
    is_active: boolean${profile}`,
  SaasAssociation: `${lifecycle}
    integration_source_id!: uuid
    from_object_id!: uuid
    to_object_id!: uuid
    association_type_id!: string
    association_label!: string
    association_category: string = "PLATFORM_DEFINED"
    metadata_: object
    relationship_type: ${types}
    status: ${statuses}
    score: number | null
    evidence: object
    is_active: boolean`,
}

for (const [name, text] of Object.entries(answers)) {
  t.test(`${name} in answers`, async (t) => {
    const { properties = {}, required = [] } = schemas[name] as Schema
    for (const [property, what, isRequired] of read(text)) {
      t.equal(describe(properties[property] ?? {}), what, property)
      if (isRequired) t.ok(required.includes(property), `${property} is always there`)
    }
  })
}

/** The required properties of a new resource, and the defaults of the others. */
const creates: Record<string, string> = {
  IntegrationSourceDatabaseCreate: `${described}
    name!: string
    is_active: boolean = true
    priority: integer = 99`,
  SaasFieldCreate: `${described}
    field_name!: string
    api_identifier!: string
    data_type!: string
    is_required: boolean = false
    is_unique: boolean = false
    is_active: boolean = true${profile}`,
}

for (const [name, text] of Object.entries(creates)) {
  t.test(name, async (t) => {
    const { properties = {}, required = [] } = schemas[name] as Schema
    const wanted = read(text)
    for (const [property, what] of wanted) t.equal(describe(properties[property] ?? {}), what, property)
    t.strictSame(
      required.toSorted(),
      wanted.flatMap(([property, , isRequired]) => (isRequired ? [property] : [])).toSorted(),
    )
  })
}

/** The properties of an update and of a bulk request; only those marked with ! are required. */
const changes: Record<string, string> = {
  IntegrationSourceUpdate: `name description configuration capabilities is_active connection_status last_connection_test
    legacy_data_source_id system_source_id instance_label airbyte_source_id airbyte_connection_id airbyte_connection_ids
    airbyte_destination_id last_sync_at last_sync_status last_sync_row_count selected_streams description_source
    description_generated_at description_version`,
  IntegrationSourceDatabaseUpdate:
    'name description is_active priority description_source description_generated_at',
  RelationshipUpdate: 'status score evidence',
  RelationshipBulkStatus: 'relationship_ids! status! score evidence',
  SaasFieldUpdate: `field_name api_identifier data_type description is_required is_unique skip_embedding semantic_type
    semantic_type_confidence sample_values enum_cardinality null_pct distinct_pct last_analyzed approx_distinct_count
    minhash_signature format_signature length_stats entropy role role_confidence is_active description_source
    description_generated_at`,
  SaasAssociationUpdate: `association_type_id association_label association_category metadata_ relationship_type status
    score evidence`,
  SaasAssociationBulkStatus: 'association_ids! status! score evidence',
}

t.test('updates and bulk requests', async (t) => {
  for (const [name, text] of Object.entries(changes)) {
    const { properties = {}, required = [] } = schemas[name] as Schema
    const wanted = text.split(/\s+/)
    for (const property of wanted) t.ok(properties[property.replace('!', '')], `${name}: ${property}`)
    const always = wanted
      .filter((property) => property.endsWith('!'))
      .map((property) => property.slice(0, -1))
    t.strictSame(required, always, name)
  }
  const fixed = ['source_type', 'connector_type', 'organization_id', 'is_system', 'is_sync']
  const { properties = {} } = schemas.IntegrationSourceUpdate as Schema
  t.strictSame(
    Object.keys(properties).filter((name) => fixed.includes(name)),
    [],
  )
  t.strictSame(Object.keys((schemas.RelationshipUpdate as Schema).properties ?? {}), [
    'status',
    'score',
    'evidence',
  ])
  t.equal(schemas.RelationshipBulkStatus?.properties?.relationship_ids?.minItems, 1)
  t.equal(schemas.SaasAssociationBulkStatus?.properties?.association_ids?.minItems, 1)
})

const sources = '/api/integration-sources'
const source = `${sources}/{source_id}`
const field = `${source}/saas-objects/{object_id}/saas-fields`
const context =
  'organization_id resource_id source_id integration_source_id data_source_id context_source_id job_id'

/** Operations with their query parameters, without the context parameters. */
const operations = `
  get /api/organization/{organization_id}
  get ${sources}
  post ${sources}
  get ${source}
  put ${source}
  delete ${source}
  post ${source}/test-connection
  get ${source}/databases
  post ${source}/databases
  get ${source}/databases/{database_id}
  put ${source}/databases/{database_id}
  delete ${source}/databases/{database_id}
  get ${source}/tables
  get ${source}/columns active_only
  get ${sources}/{integration_source_id}/relationships status type
  put ${sources}/relationships/{relationship_id}
  post ${sources}/relationships/bulk-status
  get ${source}/saas-objects
  get ${source}/saas-objects/{object_id}
  get ${field}
  post ${field}
  get ${field}/{field_id}
  put ${field}/{field_id}
  delete ${field}/{field_id}
  get ${source}/saas-associations from_object_id to_object_id status type
  put ${source}/saas-associations/{association_id}
  post ${source}/saas-associations/bulk-status`

t.test('operations and their query parameters', async (t) => {
  for (const line of operations.trim().split('\n')) {
    const [method = '', path = '', ...query] = line.trim().split(' ')
    const taken = document.paths[path]?.[method]?.parameters.map((parameter) =>
      parameter.$ref ? (parameters[lastName(parameter.$ref)] as Parameter) : parameter,
    )
    const names = taken?.filter((parameter) => parameter.in === 'query').map(({ name }) => name) ?? []
    const wanted = [...context.split(' ').filter((name) => !path.includes(`{${name}}`)), ...query]
    t.strictSame(
      wanted.filter((name) => !names.includes(name)),
      [],
      `${method} ${path}`,
    )
  }
})
