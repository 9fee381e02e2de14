import { containmentOf, type Sketch, sketchCardinality } from '../profiling/sketch.ts'
import type { KnownTable } from './known-table.ts'
import type { NamedColumn, NamedTable } from './named-table.ts'
import { type Comparison, weighContainment } from './score.ts'
import { type LeadOf, leadingColumns, type TuplePair, tuplePairs } from './tuple-pairs.ts'

/** Columns of a table that together seem to refer to a composite key. */
export interface CompositeCandidate extends TuplePair {
  odds: number
  comparison: Comparison
}

/** The tuples of some columns of a table, from its sample. */
export interface Tuples {
  sketch: Sketch
  /** Whether every tuple of the sample occurs once and none has a null. */
  isUnique: boolean
  /** The share of the rows of the table that are in the sample, 0 to 1. */
  coverage: number
}

/** Finds the tuples of columns of a table; undefined if unknown. */
export type TuplesOf = (table: KnownTable, columns: readonly string[]) => Tuples | undefined

/** The log-odds before values are compared. */
const priors = { primary_key: -1, unique_key: -1.2, assumed: -1.4 } as const
/**
 * A table with a larger share of all pairs of values just combines two columns: its pairs are unique in any
 * case.
 */
const maximumCombinations = 0.3

const namesOf = (columns: readonly NamedColumn[]): string[] => columns.map(({ column }) => column.name)

interface CompositeOptions {
  tuplesOf: TuplesOf
  leadOf: LeadOf
  /** The columns for which a reference to a single-column key is likely. */
  refersElsewhere: ReadonlySet<NamedColumn>
  isLikely: (candidate: { odds: number }) => boolean
}

/**
 * Whether columns may be the key of a table that declares none. Either one of them refers to no other table,
 * e.g. a line number or a time; or they are among the first columns of a link table, which has few of their
 * combinations.
 */
function mayBeKey(
  { to }: TuplePair,
  { sketch, coverage }: Tuples,
  refersElsewhere: ReadonlySet<NamedColumn>,
): boolean {
  if (to.some((column) => !refersElsewhere.has(column))) return true
  const indexes = to.map(({ table, column }) => table.known.columns.indexOf(column))
  const combinations = to.reduce((product, { column }) => product * (column.approx_distinct_count ?? 0), 1)
  const rows = sketchCardinality(sketch) / coverage
  return indexes.every((index) => index < leadingColumns) && rows <= maximumCombinations * combinations
}

function candidateOf(
  pair: TuplePair,
  { tuplesOf, refersElsewhere }: CompositeOptions,
): CompositeCandidate | undefined {
  const { from, to, key } = pair
  const [source, target] = [from[0]?.table, to[0]?.table] as [NamedTable, NamedTable]
  const outer = tuplesOf(target.known, namesOf(to))
  if (!outer) return undefined
  if (key === 'assumed' && !(outer.isUnique && mayBeKey(pair, outer, refersElsewhere))) return undefined
  const inner = tuplesOf(source.known, namesOf(from))
  if (!inner) return undefined
  const { coverage } = outer
  const isWhole = coverage === 1 && inner.coverage === 1 && inner.sketch.isComplete && outer.sketch.isComplete
  const containment = containmentOf(inner.sketch, outer.sketch)
  const comparison = weighContainment(containment, { isNumber: false, coverage, isWhole })
  return { ...pair, odds: comparison.odds + priors[key], comparison }
}

const isSingleColumnKey = ({ table, column }: NamedColumn): boolean =>
  column.distinct_pct === 100 || table.keys.some((key) => key.column === column)

/**
 * Whether one column is a key by itself, so that it makes every tuple unique. Such a row, e.g. of an
 * employee, does not refer to one of several rows, e.g. of a history, by columns that both tables happen to
 * share. Exception: if all columns of an assumed key have a key word, the referring columns may include a key
 * other than the primary key.
 */
function hasSingleColumnKey({ from, to, key }: TuplePair): boolean {
  const isPrimary = from.some(({ table, column }) =>
    table.keys.some((own) => own.column === column && own.uniqueness === 'primary_key'),
  )
  if (isPrimary || key !== 'assumed') return isPrimary
  return (
    to.some(isSingleColumnKey) ||
    (from.some(isSingleColumnKey) && to.some(({ keyWord }) => keyWord === undefined))
  )
}

/** Whether both tables have the same unique tuples, so that the direction of a reference is unknown. */
function isMutual({ from, to }: TuplePair, tuplesOf: TuplesOf): boolean {
  const [source, target] = [from[0]?.table, to[0]?.table] as [NamedTable, NamedTable]
  const inner = tuplesOf(source.known, namesOf(from))
  const outer = tuplesOf(target.known, namesOf(to))
  if (!inner?.isUnique || !outer?.isUnique) return false
  const { found, compared } = containmentOf(outer.sketch, inner.sketch)
  return compared > 0 && found >= 0.9 * compared
}

/**
 * The logarithm of the number of value combinations of a key. A larger key is more likely to be the real one.
 */
const sizeOf = ({ to }: TuplePair): number =>
  to.reduce((sum, { column }) => sum + Math.log(1 + (column.approx_distinct_count ?? 0)), 0)

/** Selects the most likely key: one with a column that refers to no other table, then the larger one. */
function bestKey(
  candidates: readonly CompositeCandidate[],
  refersElsewhere: ReadonlySet<NamedColumn>,
): CompositeCandidate[] {
  const hasOwnColumn = ({ to }: TuplePair): number =>
    Number(to.some((column) => !refersElsewhere.has(column)))
  const [best] = candidates.toSorted(
    (one, other) =>
      hasOwnColumn(other) - hasOwnColumn(one) || sizeOf(other) - sizeOf(one) || other.odds - one.odds,
  )
  return candidates.filter(({ to }) => best?.to.every((column, index) => column === to[index]))
}

/**
 * Finds references to composite keys: from tables that have columns with the names and types of the key, and
 * whose tuples exist in the other table. It needs tuples, since names alone mislead: fact tables share the
 * columns of dimensions.
 */
export function compositeCandidates(
  tables: readonly NamedTable[],
  options: CompositeOptions,
): CompositeCandidate[] {
  const found = new Map<NamedTable, CompositeCandidate[]>()
  for (const pair of tuplePairs(tables, options.leadOf)) {
    if (hasSingleColumnKey(pair)) continue
    const candidate = candidateOf(pair, options)
    if (!candidate || !options.isLikely(candidate) || isMutual(pair, options.tuplesOf)) continue
    const [target] = pair.to.map(({ table }) => table) as [NamedTable]
    found.set(target, [...(found.get(target) ?? []), candidate])
  }
  return [...found.values()].flatMap((candidates) => {
    if (candidates[0]?.key === 'assumed') return bestKey(candidates, options.refersElsewhere)
    // A table refers to one key of the target only. Pairs with the primary key come first.
    const sources = new Set<NamedTable>()
    return candidates.filter(({ from: [first] }) => {
      const isFirst = first && !sources.has(first.table)
      if (first) sources.add(first.table)
      return isFirst
    })
  })
}
