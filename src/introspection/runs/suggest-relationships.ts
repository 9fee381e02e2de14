import { v7 } from 'uuid'
import { createRelationshipRepository } from '../../catalog/relationships/repository.ts'
import type { Database } from '../../db/client.ts'
import { type RelationshipRow, tables } from '../../db/schema.ts'
import { inferRelationships, maxPlannedTables, planTuples } from '../relationships/infer.ts'
import { type Claim, holdClaim } from './claims.ts'
import { activeTablesOf, readKnownTables } from './known-tables.ts'
import { keyOfTable, type ListedTables } from './listed-tables.ts'
import type { Progress } from './progress.ts'
import type { RunValues } from './run-values.ts'

const batchSize = 1000

/**
 * Creates the function that infers relationships within a database and suggests those that the catalog lacks.
 */
export function createSuggestions(db: Database) {
  /**
   * An existing relationship between the same columns stays unchanged, whether it was declared or rejected.
   *
   * @returns the number of new relationships
   */
  return async (
    claim: Claim,
    listed: ListedTables,
    values: RunValues,
    { progress, by }: { progress: Progress; by: string },
  ): Promise<number> => {
    progress.state.phase = 'relating'
    progress.state.currentObject = null
    const known = await readKnownTables(db, claim, listed, values.sketchOf)
    const inferred = inferRelationships(known.tables, {
      tuplesOf: (table, columns) => values.tuplesOf(keyOfTable(table), columns),
    })
    const now = new Date()
    const rows = inferred.map(({ from, to, score, evidence }): RelationshipRow => {
      const fromTable = known.ids.get(keyOfTable({ schema_name: from.schema_name, name: from.table_name }))
      const toTable = known.ids.get(keyOfTable({ schema_name: to.schema_name, name: to.table_name }))
      return {
        organizationId: claim.organizationId,
        id: v7(),
        integrationSourceId: claim.sourceId,
        fromColumnId: String(fromTable?.columns.get(from.column_name)),
        toTableId: String(toTable?.id),
        toColumnName: to.column_name,
        type: 'INFERRED',
        status: 'SUGGESTED',
        score,
        evidence: evidence as unknown as Record<string, unknown>,
        revision: 1,
        createdAt: now,
        updatedAt: now,
        changedBy: by,
      }
    })
    let suggested = 0
    for (let start = 0; start < rows.length; start += batchSize) {
      const outcomes = await db.transaction(async (transaction) => {
        const created = await createRelationshipRepository(transaction).createAll(
          rows.slice(start, start + batchSize),
        )
        await holdClaim(transaction, claim)
        return created
      })
      suggested += outcomes.filter(({ outcome }) => outcome === 'created').length
    }
    return suggested
  }
}

/** Creates the function that plans for which columns of a database's tables a run should keep tuples. */
export function createTuplePlan(db: Database) {
  return async (
    claim: Claim,
    listed: ListedTables,
  ): Promise<ReadonlyMap<string, readonly (readonly string[])[]>> => {
    // The plan of a large catalog would be empty; do not read it all.
    const first = await db
      .select({ id: tables.id })
      .from(tables)
      .where(activeTablesOf(claim))
      .limit(maxPlannedTables + 1)
    if (first.length > maxPlannedTables) return new Map()
    const known = await readKnownTables(db, claim, listed)
    return new Map([...planTuples(known.tables)].map(([table, tuples]) => [keyOfTable(table), tuples]))
  }
}
