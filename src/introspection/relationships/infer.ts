import { areKin } from './ancestors.ts'
import { type CompositeCandidate, compositeCandidates, type TuplesOf } from './composite.ts'
import { type Evidence, summaryOf } from './evidence.ts'
import type { KnownTable } from './known-table.ts'
import { createNameIndex, type NameMatch } from './name-index.ts'
import {
  type ColumnPlace,
  isBase,
  isOwnKeyName,
  type NamedColumn,
  type NamedTable,
  nameTables,
  placeOfColumn,
} from './named-table.ts'
import { type Candidate, probabilityOf, scoreCandidate } from './score.ts'
import { supportCandidates } from './support.ts'
import { type LeadOf, tuplePairs } from './tuple-pairs.ts'
import { createValueIndex } from './value-index.ts'

/** A relationship that is suggested. */
export interface InferredRelationship {
  from: ColumnPlace
  to: ColumnPlace
  /** How likely it is, 0 to 1. */
  score: number
  evidence: Evidence
}

/** How relationships are inferred. */
export interface InferenceOptions {
  /** The least score of a suggestion. */
  threshold: number
  /** Finds tuples, for keys of several columns; without it these are not found. */
  tuplesOf: TuplesOf
}

/** Tables of a database for which tuples are planned, before a run profiles; more would hold it up. */
export const maxPlannedTables = 2000
/** Most tuples that are planned for one table. */
const maxPlanned = 24

const isSoleKey = ({ table, column }: NamedColumn): boolean =>
  table.keys.some((key) => key.column === column && key.uniqueness !== 'unique_key')

const sameEntity = (one: NamedTable, other: NamedTable): boolean =>
  one.entities.some((entity) => other.entities.some((name) => name.join(' ') === entity.join(' ')))

/** Copies and views of one thing, and tables that inherit from it, are no alternatives to each other. */
const areRivals = (one: Candidate, other: Candidate): boolean =>
  one.key.table !== other.key.table &&
  isBase(other.key.table) &&
  !sameEntity(one.key.table, other.key.table) &&
  !areKin(one.key.table.known, other.key.table.known)

/** The best target of a column, less sure when another is nearly as good. */
function bestOf(candidates: readonly Candidate[]): Candidate | undefined {
  const [best, ...others] = candidates.toSorted((one, other) => other.odds - one.odds)
  const rival = best && others.find((other) => areRivals(best, other))
  if (!best || !rival || best.odds - rival.odds > 0.5) return best
  const place = placeOfColumn(rival.key)
  return {
    ...best,
    odds: best.odds - 0.7,
    doubts: [...best.doubts, `${place.table_name}.${place.column_name} fits nearly as well`],
  }
}

/** Whether a name leads from a column to a key that it could refer to at all. */
function isPlausible(from: NamedColumn, { key, relation, strength }: NameMatch): boolean {
  if (key.column === from.column) return false
  // A column that two tables have by inheritance is one; a parent may still be in another row of the same tables.
  const isSame = key.table === from.table || areKin(key.table.known, from.table.known)
  if (isSame && relation !== 'self_reference' && relation !== 'role_of_person') return false
  // The key of a copy or a view of the table is that key again; other keys refer by a name that says so.
  if (isSoleKey(from)) {
    const isAnothers = !isOwnKeyName(from, from.table) && isOwnKeyName(key, key.table)
    return isAnothers && strength >= 0.95 && !sameEntity(from.table, key.table)
  }
  return !(sameEntity(from.table, key.table) && key.table !== from.table && isOwnKeyName(from, from.table))
}

/** Makes the function that finds how names lead to other tables. */
const createLeads =
  (matchesOf: (column: NamedColumn) => NameMatch[]): LeadOf =>
  (column) =>
    matchesOf(column)
      .filter((match) => match.key.table !== column.table && isPlausible(column, match))
      .sort((one, other) => other.strength - one.strength)[0]

/**
 * The columns of each table whose tuples inference will ask for, as far as names and declared keys tell before any value is
 * read. Bounded for each table; none in a database of more than 2,000 tables.
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

function suggestion(candidate: Candidate): InferredRelationship {
  const [from, to] = [placeOfColumn(candidate.from), placeOfColumn(candidate.key)]
  const evidence = { ...candidate.evidence, composite: null, doubts: candidate.doubts }
  const summary = summaryOf(from, to, evidence)
  return { from, to, score: probabilityOf(candidate.odds), evidence: { summary, ...evidence } }
}

function compositeSuggestions({
  from,
  to,
  key: kind,
  odds,
  comparison,
}: CompositeCandidate): InferredRelationship[] {
  const names = (columns: readonly NamedColumn[]): string[] => columns.map(({ column }) => column.name)
  return from.map((column, index) => {
    const key = to[index] as NamedColumn
    const [source, target] = [placeOfColumn(column), placeOfColumn(key)]
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
 * Infers which columns refer to which keys, from names, types, uniqueness of the target and containment of values. The
 * features are those of A. Rostin et al., A machine learning approach to foreign key discovery, WebDB 2009, and
 * M. Zhang et al., On multi-column foreign key discovery, VLDB 2010; they are added up as log-odds.
 *
 * Names are looked up in an index, so that the cost grows with the number of columns, not with that of pairs. A column
 * has at most one suggestion, except as part of a key of several columns. Views and copies do not win over base tables.
 * The answer is in the order of the tables and columns given.
 */
export function inferRelationships(
  tables: readonly KnownTable[],
  { threshold = 0.5, tuplesOf }: Partial<InferenceOptions> = {},
): InferredRelationship[] {
  const named = nameTables(tables)
  const matchesOf = createNameIndex(named)
  const sharersOf = createValueIndex(named.flatMap(({ keys }) => keys))
  const best: Candidate[] = []
  for (const from of named.flatMap(({ columns }) => columns)) {
    const matches = matchesOf(from).filter((match) => isPlausible(from, match))
    if (matches.length === 0 && !isSoleKey(from)) {
      for (const key of sharersOf(from)) {
        const isOther = !sameEntity(key.table, from.table) && !areKin(key.table.known, from.table.known)
        if (isOther) matches.push({ key, relation: 'none', matched: '', role: '', strength: 0 })
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
  return [...likely.map(suggestion), ...composites.flatMap(compositeSuggestions)]
}
