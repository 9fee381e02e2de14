import { TransactionRollbackError } from 'drizzle-orm'
import type { components } from '../../contract/handlers.ts'
import type { Executor, Transaction } from '../../db/client.ts'
import { writeDescriptions } from '../repository.ts'
import { batches, findResource, lockManyResources } from '../resources.ts'
import type { WritingOptions } from '../write-layers.ts'
import type { DbtManifest, DbtRelation } from './manifest.ts'
import { type Match, type MatchScope, matchColumns, matchRelations, type TableColumn } from './match.ts'

type Result = components['schemas']['DbtImportResult']
type Problem = components['schemas']['DbtImportProblem']

const maximumProblems = 1000
const longestText = 65_536

/** A description to write to a resource. */
interface NewText {
  kind: 'table' | 'column'
  id: string
  text: string
}

const newCounts = () => ({ matched: 0, changed: 0, unchanged: 0, shadowed: 0, not_matched: 0 })

/** The qualified name of a relation, for messages. */
const qualifiedName = ({ database, schema, name }: DbtRelation) =>
  [database, schema, name].flatMap((part) => (part ? [part.text] : [])).join('.')

/** Whether the database can store a text unchanged. */
const isAllowed = (text: string) => text.length <= longestText && text.isWellFormed() && !text.includes('\0')

async function importInto(
  transaction: Transaction,
  scope: MatchScope,
  { relations }: DbtManifest,
  result: Result,
  options: WritingOptions,
): Promise<void> {
  const newTexts = new Map<string, NewText>()
  const refuse = (kind: NewText['kind'], problem: Problem, count = 1) => {
    result[`${kind}s`].not_matched += count
    if (result.problems.length < maximumProblems) result.problems.push(problem)
  }
  const add = (
    kind: NewText['kind'],
    id: string,
    text: string,
    origin: Pick<Problem, 'unique_id' | 'column'>,
  ) => {
    if (!isAllowed(text)) {
      const detail = `The text is longer than ${longestText} characters, or contains characters that cannot be stored.`
      return refuse(kind, { ...origin, reason: 'text_not_allowed', detail })
    }
    if (newTexts.has(id)) {
      const detail = `Another relation of the manifest describes the same ${kind}.`
      return refuse(kind, { ...origin, reason: 'duplicate', detail })
    }
    newTexts.set(id, { kind, id, text })
  }

  const tables = await matchRelations(transaction, scope, relations)
  const columns: (TableColumn & { uniqueId: string })[] = []
  for (const relation of relations) {
    const match = tables.get(relation) as Match
    const origin = { unique_id: relation.uniqueId, column: null }
    if ('id' in match) {
      if (relation.description !== undefined) add('table', match.id, relation.description, origin)
      for (const column of relation.columns) {
        columns.push({ column, tableId: match.id, uniqueId: relation.uniqueId })
      }
      continue
    }
    const reason = match.reason === 'not_found' ? 'table_not_found' : match.reason
    const detail = {
      table_not_found: `The source has no table ${qualifiedName(relation)}.`,
      database_not_found: `The source has no database ${relation.database?.text}.`,
      ambiguous: `More than one table is ${qualifiedName(relation)}.`,
    }[reason]
    refuse('table', { ...origin, reason, detail })
    result.columns.not_matched += relation.columns.length
  }
  const matches = await matchColumns(transaction, scope, columns)
  for (const tableColumn of columns) {
    const { column, uniqueId } = tableColumn
    const match = matches.get(tableColumn)
    const origin = { unique_id: uniqueId, column: column.text }
    if (match && 'id' in match) {
      add('column', match.id, column.description, origin)
    } else if (match) {
      const detail = `More than one column of the table is '${column.text}'.`
      refuse('column', { ...origin, reason: 'ambiguous', detail })
    } else {
      refuse('column', {
        ...origin,
        reason: 'column_not_found',
        detail: `The table has no column '${column.text}'.`,
      })
    }
  }

  const locked = await lockManyResources(transaction, scope.organizationId, [...newTexts.values()])
  // Resources that were deleted since the lookup are not in `locked`, and are ignored.
  const allWrites = [...locked.values()].map((resource) => ({
    resource,
    descriptionSource: 'imported' as const,
    description: (newTexts.get(resource.id) as NewText).text,
  }))
  for (const writes of batches(allWrites)) {
    const outcomes = await writeDescriptions(transaction, writes, options)
    for (const [index, { resource }] of writes.entries()) {
      const counts = result[resource.kind === 'table' ? 'tables' : 'columns']
      const outcome = outcomes[index]
      counts.matched += 1
      counts[outcome?.isChanged ? 'changed' : 'unchanged'] += 1
      if (outcome?.shadowedBy) counts.shadowed += 1
    }
  }
}

/**
 * Creates a function that imports the descriptions of a manifest in one transaction; undefined when the
 * source does not exist.
 */
export const createDbtImport =
  (db: Executor) =>
  async (
    scope: MatchScope,
    manifest: DbtManifest,
    isDryRun: boolean,
    options: WritingOptions,
  ): Promise<Result | undefined> => {
    const result: Result = {
      dry_run: isDryRun,
      dbt_schema_version: manifest.version,
      tables: newCounts(),
      columns: newCounts(),
      problems: [],
    }
    try {
      return await db.transaction(async (transaction) => {
        const source = await findResource(transaction, scope.organizationId, scope.sourceId)
        if (source?.kind !== 'integration_source') return undefined
        await importInto(transaction, scope, manifest, result, options)
        if (isDryRun) transaction.rollback()
        return result
      })
    } catch (error) {
      if (error instanceof TransactionRollbackError) return result
      throw error
    }
  }
