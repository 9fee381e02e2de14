import { TransactionRollbackError } from 'drizzle-orm'
import type { components } from '../../contract/handlers.ts'
import type { Executor, Transaction } from '../../db/client.ts'
import { writeDescriptions } from '../repository.ts'
import { batches, findResource, lockManyResources } from '../resources.ts'
import type { WritingOptions } from '../write-layers.ts'
import type { DbtManifest, DbtRelation } from './manifest.ts'
import { type Match, type MatchScope, matchColumns, matchRelations, type PlacedColumn } from './match.ts'

type Result = components['schemas']['DbtImportResult']
type Problem = components['schemas']['DbtImportProblem']

const maximumProblems = 1000
const longestText = 65_536

/** A text for something that the catalog has. */
interface Wanted {
  kind: 'table' | 'column'
  id: string
  text: string
}

const newCounts = () => ({ matched: 0, changed: 0, unchanged: 0, shadowed: 0, not_matched: 0 })

/** How people write the name of a relation. */
const shown = ({ database, schema, name }: DbtRelation) =>
  [database, schema, name].flatMap((part) => (part ? [part.text] : [])).join('.')

/** Whether the database keeps a text unchanged. */
const isAllowed = (text: string) => text.length <= longestText && text.isWellFormed() && !text.includes('\0')

async function importInto(
  transaction: Transaction,
  place: MatchScope,
  { relations }: DbtManifest,
  result: Result,
  options: WritingOptions,
): Promise<void> {
  const wanted = new Map<string, Wanted>()
  const refuse = (kind: Wanted['kind'], problem: Problem, count = 1) => {
    result[`${kind}s`].not_matched += count
    if (result.problems.length < maximumProblems) result.problems.push(problem)
  }
  const want = (
    kind: Wanted['kind'],
    id: string,
    text: string,
    place: Pick<Problem, 'unique_id' | 'column'>,
  ) => {
    if (!isAllowed(text)) {
      const detail = `The text is longer than ${longestText} characters, or has what no text may have.`
      return refuse(kind, { ...place, reason: 'text_not_allowed', detail })
    }
    if (wanted.has(id)) {
      const detail = 'Another relation of the manifest describes the same.'
      return refuse(kind, { ...place, reason: 'duplicate', detail })
    }
    wanted.set(id, { kind, id, text })
  }

  const tables = await matchRelations(transaction, place, relations)
  const columns: (PlacedColumn & { uniqueId: string })[] = []
  for (const relation of relations) {
    const match = tables.get(relation) as Match
    const at = { unique_id: relation.uniqueId, column: null }
    if ('id' in match) {
      if (relation.description !== undefined) want('table', match.id, relation.description, at)
      for (const column of relation.columns) {
        columns.push({ column, tableId: match.id, uniqueId: relation.uniqueId })
      }
      continue
    }
    const reason = match.reason === 'not_found' ? 'table_not_found' : match.reason
    const detail = {
      table_not_found: `The source has no table ${shown(relation)}.`,
      database_not_found: `The source has no database ${relation.database?.text}.`,
      ambiguous: `More than one table is ${shown(relation)}.`,
    }[reason]
    refuse('table', { ...at, reason, detail })
    result.columns.not_matched += relation.columns.length
  }
  const found = await matchColumns(transaction, place, columns)
  for (const placed of columns) {
    const { column, uniqueId } = placed
    const match = found.get(placed)
    const at = { unique_id: uniqueId, column: column.text }
    if (match && 'id' in match) {
      want('column', match.id, column.description, at)
    } else if (match) {
      const detail = `More than one column of the table is '${column.text}'.`
      refuse('column', { ...at, reason: 'ambiguous', detail })
    } else {
      refuse('column', {
        ...at,
        reason: 'column_not_found',
        detail: `The table has no column '${column.text}'.`,
      })
    }
  }

  const locked = await lockManyResources(transaction, place.organizationId, [...wanted.values()])
  // What was deleted meanwhile is gone with its description.
  const written = [...locked.values()].map((resource) => ({
    resource,
    descriptionSource: 'imported' as const,
    description: (wanted.get(resource.id) as Wanted).text,
  }))
  for (const writes of batches(written)) {
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

/** Imports the descriptions of manifests, each in one transaction; undefined when there is no such source. */
export const createDbtImport =
  (db: Executor) =>
  async (
    place: MatchScope,
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
        const source = await findResource(transaction, place.organizationId, place.sourceId)
        if (source?.kind !== 'integration_source') return undefined
        await importInto(transaction, place, manifest, result, options)
        if (isDryRun) transaction.rollback()
        return result
      })
    } catch (error) {
      if (error instanceof TransactionRollbackError) return result
      throw error
    }
  }
