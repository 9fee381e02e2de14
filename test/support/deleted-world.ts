import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { rowsDeletedAtOnce } from '../../src/catalog/deletions/delete-tree.ts'
import type { JsonObject } from '../../src/contract/generator/json.ts'
import type { OperationId } from '../../src/contract/handlers.ts'
import { packageRoot } from '../../src/package-root.ts'
import { type ExampleRequest, exampleRequests } from '../consumers/example-requests.ts'
import { type Births, withRealIds } from '../consumers/send-examples.ts'
import { assertContract, type build } from '../helper.ts'

type Built = Awaited<ReturnType<typeof build>>

const document: JsonObject = JSON.parse(readFileSync(join(packageRoot, 'generated', 'openapi.json'), 'utf8'))
const examples = exampleRequests(document)

const isOfOrganization = ({ operationId }: ExampleRequest) => /Organizations?$|ApiTokens?$/.test(operationId)

/** The example id of the source that contains nearly all examples. */
const sourceInExamples = '01920000-0000-7000-8000-000000000002'
const organizationInExamples = '01920000-0000-7000-8000-000000000001'

/**
 * An organization with everything that the examples of the contract create, and a function that sends each
 * example with its ids. Deleted rows are not cleaned until `clean` is called.
 */
export async function exampleWorld({ app, tenant, others }: Built) {
  const { cleanDeletions } = app
  app.cleanDeletions = async () => undefined
  const { admin, organizationId } = await tenant()
  const births: Births = new Map([[organizationInExamples, organizationId]])

  /** Sends an example, and checks the answer against the contract. */
  const send = async (example: ExampleRequest, token = admin) => {
    const url = withRealIds(example.url, births)
    const body = example.body === undefined ? undefined : withRealIds(example.body, births)
    const response = await app.inject({
      method: example.method as 'GET',
      url,
      headers: { ...example.headers, authorization: `Bearer ${token}` },
      ...(body !== undefined && { payload: body }),
    })
    assertContract(example.operationId as OperationId, response)
    return { url, body: body ?? '', response }
  }

  const puts = examples.others.filter(({ method }) => method === 'PUT')
  for (const example of [...examples.creations, ...puts].filter((each) => !isOfOrganization(each))) {
    const { response } = await send(example)
    if (example.creates && response.statusCode === 201) births.set(example.creates, response.json().id)
  }
  const sourceId = String(births.get(sourceInExamples))
  const [table] = await others.execute<{
    id: string
    database_id: string
  }>(sql`SELECT id, database_id FROM tables
    WHERE integration_source_id = ${sourceId} AND EXISTS (SELECT FROM columns WHERE table_id = tables.id) LIMIT 1`)
  const { id: tableId, database_id: databaseId } = table as { id: string; database_id: string }

  return {
    admin,
    organizationId,
    sourceId,
    databaseId,
    params: { source_id: sourceId, database_id: databaseId },
    /** Every example about the contents of an organization, in an order in which each can succeed. */
    examples: [...examples.creations, ...examples.others, ...examples.deletions].filter(
      (example) => !isOfOrganization(example),
    ),
    send,
    clean: cleanDeletions,
    /**
     * Adds more columns to the database than one transaction deletes; some have descriptions with a history.
     */
    grow: async () => {
      await others.execute(sql`INSERT INTO columns (organization_id, id, table_id, integration_source_id, name, created_at, updated_at,
          description, description_source, description_generated_at)
        SELECT ${organizationId}, gen_random_uuid(), ${tableId}, ${sourceId}, 'column_' || number, now(), now(),
          CASE WHEN number % 100 = 0 THEN 'A text.' END, CASE WHEN number % 100 = 0 THEN 'imported' END,
          CASE WHEN number % 100 = 0 THEN now() END
        FROM generate_series(1, ${rowsDeletedAtOnce + 1}::integer) AS number`)
      await others.execute(sql`INSERT INTO tables (organization_id, id, database_id, integration_source_id, name, table_type, created_at, updated_at)
        SELECT ${organizationId}, gen_random_uuid(), ${databaseId}, ${sourceId}, 'table_' || number, 'TABLE', now(), now()
        FROM generate_series(1, 300) AS number`)
    },
  }
}

/** The tables with rows of a source, with the number of rows. */
export async function rowsOf(
  { others }: Pick<Built, 'others'>,
  sourceId: string,
): Promise<Record<string, number>> {
  const tables = await others.execute<{ name: string; source: string }>(sql`
    SELECT relname AS name, attname AS source FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'changes'
      AND (attname = 'integration_source_id' OR relname = 'integration_sources' AND attname = 'id')`)
  const counts: Record<string, number> = {}
  for (const { name, source } of tables) {
    const count = await others.$count(sql.raw(name), sql`${sql.identifier(source)} = ${sourceId}`)
    if (count > 0) counts[name] = count
  }
  return counts
}
