import { containmentOf, type Sketch, sketchCardinality } from '../profiling/sketch.ts'
import type { KnownTable } from './known-table.ts'
import type { NamedColumn, NamedTable } from './named-table.ts'
import { type Comparison, weighContainment } from './score.ts'
import { type LeadOf, leadingColumns, type TuplePair, tuplePairs } from './tuple-pairs.ts'

/** Columns of a table that together seem to refer to a key of several columns. */
export interface CompositeCandidate extends TuplePair {
  odds: number
  comparison: Comparison
}

/** The tuples that some columns of a table have, as far as its sample tells. */
export interface Tuples {
  sketch: Sketch
  /** Whether no tuple of the sample occurs twice and none has a null. */
  isUnique: boolean
  /** The share of the rows of the table that are in the sample, 0 to 1. */
  coverage: number
}

/** Finds the tuples of columns of a table; undefined when they are not known. */
export type TuplesOf = (table: KnownTable, columns: readonly string[]) => Tuples | undefined

/** Log-odds before anything is compared. */
const priors = { primary_key: -1, unique_key: -1.2, assumed: -1.4 } as const
/** Of all pairs of two values, the share that a table has at most, when it is no mere table of all combinations. */
const mostCombinations = 0.3

const namesOf = (columns: readonly NamedColumn[]): string[] => columns.map(({ column }) => column.name)

/** What is known beside the tables. */
interface CompositeOptions {
  tuplesOf: TuplesOf
  leadOf: LeadOf
  /** The columns that refer to some table by themselves. */
  refersElsewhere: ReadonlySet<NamedColumn>
  isLikely: (candidate: { odds: number }) => boolean
}

/**
 * Whether columns of a table without any declared key may be its key: one of them is a number or a time of this table,
 * which refers to no other, or they begin a table that links two others, and has few of their combinations.
 */
function tells(
  { to }: TuplePair,
  { sketch, coverage }: Tuples,
  refersElsewhere: ReadonlySet<NamedColumn>,
): boolean {
  if (to.some((column) => !refersElsewhere.has(column))) return true
  const places = to.map(({ table, column }) => table.known.columns.indexOf(column))
  const combinations = to.reduce((product, { column }) => product * (column.approx_distinct_count ?? 0), 1)
  const rows = sketchCardinality(sketch) / coverage
  return places.every((place) => place < leadingColumns) && rows <= mostCombinations * combinations
}

function candidateOf(
  pair: TuplePair,
  { tuplesOf, refersElsewhere }: CompositeOptions,
): CompositeCandidate | undefined {
  const { from, to, key } = pair
  const [source, target] = [from[0]?.table, to[0]?.table] as [NamedTable, NamedTable]
  const outer = tuplesOf(target.known, namesOf(to))
  if (!outer || (key === 'assumed' && !(outer.isUnique && tells(pair, outer, refersElsewhere))))
    return undefined
  const inner = tuplesOf(source.known, namesOf(from))
  if (!inner) return undefined
  const { coverage } = outer
  const isWhole = coverage === 1 && inner.coverage === 1 && inner.sketch.isComplete && outer.sketch.isComplete
  const containment = containmentOf(inner.sketch, outer.sketch)
  const comparison = weighContainment(containment, { isNumber: false, coverage, isWhole })
  return { ...pair, odds: comparison.odds + priors[key], comparison }
}

const isKeyAlone = ({ table, column }: NamedColumn): boolean =>
  column.distinct_pct === 100 || table.keys.some((key) => key.column === column)

/**
 * Whether one part is a key alone, so that it makes any tuple unique. A row that has one such key, as an employee, does not
 * refer to one of many rows, as those of a history, by what else both have; only numbers say which one.
 */
function isOfOneColumn({ from, to, key }: TuplePair): boolean {
  const isPrimary = from.some(({ table, column }) =>
    table.keys.some((own) => own.column === column && own.uniqueness === 'primary_key'),
  )
  if (isPrimary || key !== 'assumed') return isPrimary
  return to.some(isKeyAlone) || (from.some(isKeyAlone) && to.some(({ keyWord }) => keyWord === undefined))
}

/** Whether two tables have the same tuples as keys, so that either could refer to the other, and neither does. */
function isMutual({ from, to }: TuplePair, tuplesOf: TuplesOf): boolean {
  const [source, target] = [from[0]?.table, to[0]?.table] as [NamedTable, NamedTable]
  const inner = tuplesOf(source.known, namesOf(from))
  const outer = tuplesOf(target.known, namesOf(to))
  if (!inner?.isUnique || !outer?.isUnique) return false
  const { found, compared } = containmentOf(outer.sketch, inner.sketch)
  return compared > 0 && found >= 0.9 * compared
}

/** How many values the parts of a key have, as a logarithm: the more, the likelier they are a key. */
const sizeOf = ({ to }: TuplePair): number =>
  to.reduce((sum, { column }) => sum + Math.log(1 + (column.approx_distinct_count ?? 0)), 0)

/** Of the keys that a table may have, the one that most speaks for: a part of its own, then the larger. */
function bestKey(
  candidates: readonly CompositeCandidate[],
  refersElsewhere: ReadonlySet<NamedColumn>,
): CompositeCandidate[] {
  const ownParts = ({ to }: TuplePair): number => Number(to.some((column) => !refersElsewhere.has(column)))
  const [best] = candidates.toSorted(
    (one, other) => ownParts(other) - ownParts(one) || sizeOf(other) - sizeOf(one) || other.odds - one.odds,
  )
  return candidates.filter(({ to }) => best?.to.every((column, index) => column === to[index]))
}

/**
 * Finds references to keys of two or more columns: tables that have columns of the same names and types as the key, and
 * whose tuples are keys of the other table. Names alone are not enough, for facts share dimensions; so without tuples
 * there is none.
 */
export function compositeCandidates(
  tables: readonly NamedTable[],
  options: CompositeOptions,
): CompositeCandidate[] {
  const found = new Map<NamedTable, CompositeCandidate[]>()
  for (const pair of tuplePairs(tables, options.leadOf)) {
    if (isOfOneColumn(pair)) continue
    const candidate = candidateOf(pair, options)
    if (!candidate || !options.isLikely(candidate) || isMutual(pair, options.tuplesOf)) continue
    const [target] = pair.to.map(({ table }) => table) as [NamedTable]
    found.set(target, [...(found.get(target) ?? []), candidate])
  }
  return [...found.values()].flatMap((candidates) => {
    if (candidates[0]?.key === 'assumed') return bestKey(candidates, options.refersElsewhere)
    // The same columns of a table refer to one key; the primary key comes first.
    const sources = new Set<NamedTable>()
    return candidates.filter(({ from: [first] }) => {
      const isFirst = first && !sources.has(first.table)
      if (first) sources.add(first.table)
      return isFirst
    })
  })
}
