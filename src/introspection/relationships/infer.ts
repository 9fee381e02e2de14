import { areRelated } from './ancestors.ts'
import { type CompositeCandidate, compositeCandidates, type TuplesOf } from './composite.ts'
import { type Evidence, summaryOf } from './evidence.ts'
import type { KnownTable } from './known-table.ts'
import { createNameIndex, type NameMatch } from './name-index.ts'
import {
  type ColumnPath,
  columnPathOf,
  isBase,
  isOwnKeyName,
  type NamedColumn,
  type NamedTable,
  nameTables,
} from './named-table.ts'
import { type Candidate, probabilityOf, scoreCandidate } from './score.ts'
import { supportCandidates } from './support.ts'
import { type LeadOf, tuplePairs } from './tuple-pairs.ts'
import { createValueIndex } from './value-index.ts'

/** A suggested relationship. */
export interface InferredRelationship {
  from: ColumnPath
  to: ColumnPath
  /** The probability that it exists, 0 to 1. */
  score: number
  evidence: Evidence
}

/** The options of the inference. */
export interface InferenceOptions {
  /** The minimum score of a suggestion. */
  threshold: number
  /** Finds tuples. Without it, references to composite keys are not found. */
  tuplesOf: TuplesOf
}

/** Tuples are not planned in databases with more tables than this, since planning would delay the run. */
export const maxPlannedTables = 2000
/** The most lists of columns that are planned for one table. */
const maxPlanned = 24

const isMainKey = ({ table, column }: NamedColumn): boolean =>
  table.keys.some((key) => key.column === column && key.uniqueness !== 'unique_key')

const sameEntity = (one: NamedTable, other: NamedTable): boolean =>
  one.entities.some((entity) => other.entities.some((name) => name.join(' ') === entity.join(' ')))

/** Whether two candidates are alternatives and not copies, views or descendants of one table. */
const areRivals = (one: Candidate, other: Candidate): boolean =>
  one.key.table !== other.key.table &&
  isBase(other.key.table) &&
  !sameEntity(one.key.table, other.key.table) &&
  !areRelated(one.key.table.known, other.key.table.known)

/** Selects the best target of a column, with lower odds if another one is nearly as good. */
function bestOf(candidates: readonly Candidate[]): Candidate | undefined {
  const [best, ...others] = candidates.toSorted((one, other) => other.odds - one.odds)
  const rival = best && others.find((other) => areRivals(best, other))
  if (!best || !rival || best.odds - rival.odds > 0.5) return best
  const path = columnPathOf(rival.key)
  return {
    ...best,
    odds: best.odds - 0.7,
    doubts: [...best.doubts, `${path.table_name}.${path.column_name} fits nearly as well`],
  }
}

/** Whether a column could refer to a key that matches its name. */
function isPlausible(from: NamedColumn, { key, relation, strength }: NameMatch): boolean {
  if (key.column === from.column) return false
  // Tables that inherit share their columns. Only references to another row are left, e.g. to a parent.
  const isSame = key.table === from.table || areRelated(key.table.known, from.table.known)
  if (isSame && relation !== 'self_reference' && relation !== 'role_of_person') return false
  // A key refers to another key only if its name says so. The key of a copy or a view is the same key.
  if (isMainKey(from)) {
    const hasNameOfOther = !isOwnKeyName(from, from.table) && isOwnKeyName(key, key.table)
    return hasNameOfOther && strength >= 0.95 && !sameEntity(from.table, key.table)
  }
  return !(sameEntity(from.table, key.table) && key.table !== from.table && isOwnKeyName(from, from.table))
}

/** Creates the function that finds the best match of a column name in other tables. */
const createLeads =
  (matchesOf: (column: NamedColumn) => NameMatch[]): LeadOf =>
  (column) =>
    matchesOf(column)
      .filter((match) => match.key.table !== column.table && isPlausible(column, match))
      .sort((one, other) => other.strength - one.strength)[0]

/**
 * Plans for which lists of columns a run should keep tuples for the inference. The plan follows from names
 * and declared keys, before values are read. It is bounded for each table, and empty for a database of more
 * than 2,000 tables.
 */
export function planTuples(tables: readonly KnownTable[]): Map<KnownTable, string[][]> {
  if (tables.length > maxPlannedTables) return new Map()
  const named = nameTables(tables)
  const planned = new Map<KnownTable, Map<string, string[]>>()
  const pairs = tuplePairs(named, createLeads(createNameIndex(named)))
  for (const columns of pairs.flatMap(({ from, to }) => [from, to])) {
    const [{ table }] = columns as [NamedColumn]
    const names = columns.map(({ column }) => column.name)
    const ofTable = planned.get(table.known) ?? new Map<string, string[]>()
    if (ofTable.size < maxPlanned) ofTable.set(names.join('\0'), names)
    planned.set(table.known, ofTable)
  }
  return new Map([...planned].map(([table, tuples]) => [table, [...tuples.values()]]))
}

function toSuggestion(candidate: Candidate): InferredRelationship {
  const [from, to] = [columnPathOf(candidate.from), columnPathOf(candidate.key)]
  const evidence = { ...candidate.evidence, composite: null, doubts: candidate.doubts }
  const summary = summaryOf(from, to, evidence)
  return { from, to, score: probabilityOf(candidate.odds), evidence: { summary, ...evidence } }
}

function toCompositeSuggestions({
  from,
  to,
  key: kind,
  odds,
  comparison,
}: CompositeCandidate): InferredRelationship[] {
  const names = (columns: readonly NamedColumn[]): string[] => columns.map(({ column }) => column.name)
  return from.map((column, index) => {
    const key = to[index] as NamedColumn
    const [source, target] = [columnPathOf(column), columnPathOf(key)]
    const evidence: Omit<Evidence, 'summary'> = {
      names: {
        relation: 'key_name',
        matched: key.stem.slice(key.prefix).join(' '),
        role: '',
        strength: 0.97,
      },
      types: { from: column.column.data_type, to: key.column.data_type, agreement: 'same' },
      target_uniqueness: `part_of_${kind}`,
      containment: comparison.evidence,
      distinct_counts: {
        from: column.column.approx_distinct_count ?? null,
        to: key.column.approx_distinct_count ?? null,
      },
      supported_by: null,
      composite: { from: names(from), to: names(to) },
      doubts: comparison.doubts,
    }
    const summary = summaryOf(source, target, evidence)
    return { from: source, to: target, score: probabilityOf(odds), evidence: { summary, ...evidence } }
  })
}

/**
 * Infers which columns refer to which keys, from names, types, uniqueness of the target and containment of
 * values. The features are those of A. Rostin et al., A machine learning approach to foreign key discovery,
 * WebDB 2009, and M. Zhang et al., On multi-column foreign key discovery, VLDB 2010. Their log-odds are added
 * up.
 *
 * Names are looked up in an index, so the cost grows with the number of columns and not of pairs. A column
 * has at most one suggestion, besides those as a part of composite keys. Base tables are preferred to views
 * and copies. Suggestions are in the order of the given tables and columns; those for composite keys come
 * last.
 */
export function inferRelationships(
  tables: readonly KnownTable[],
  { threshold = 0.5, tuplesOf }: Partial<InferenceOptions> = {},
): InferredRelationship[] {
  const named = nameTables(tables)
  const matchesOf = createNameIndex(named)
  const keysWithValuesOf = createValueIndex(named.flatMap(({ keys }) => keys))
  const best: Candidate[] = []
  for (const from of named.flatMap(({ columns }) => columns)) {
    const matches = matchesOf(from).filter((match) => isPlausible(from, match))
    if (matches.length === 0 && !isMainKey(from)) {
      for (const key of keysWithValuesOf(from)) {
        const isUnrelated =
          !sameEntity(key.table, from.table) && !areRelated(key.table.known, from.table.known)
        if (isUnrelated) matches.push({ key, relation: 'none', matched: '', role: '', strength: 0 })
      }
    }
    const candidate = bestOf(matches.flatMap((match) => scoreCandidate(from, match) ?? []))
    if (candidate) best.push(candidate)
  }
  const isLikely = ({ odds }: { odds: number }): boolean => probabilityOf(odds) >= threshold
  const likely = supportCandidates(best, isLikely).filter(isLikely)
  const refersElsewhere = new Set(likely.map(({ from }) => from))
  const leadOf = createLeads(matchesOf)
  const composites = tuplesOf
    ? compositeCandidates(named, { tuplesOf, leadOf, refersElsewhere, isLikely })
    : []
  return [...likely.map(toSuggestion), ...composites.flatMap(toCompositeSuggestions)]
}
