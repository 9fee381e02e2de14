import { setImmediate as turnOfOthers } from 'node:timers/promises'
import { type ComparedTable, leastScore, type RenameScore, scoreTables } from './score.ts'

/** Something that went and something that came, and how much speaks for them being one. */
export interface ScoredPair<Item extends { id: string }> extends RenameScore {
  gone: Item
  came: Item
}

/** By how much a pair must be better than every other one of either side. */
const margin = 0.05
/** How often the best pairs are taken out, so that those behind them come to the front. */
const maximumRounds = 50

interface Best {
  score: number
  other: string
  /** The score of the next one. */
  next: number
}

function bestOf<Item extends { id: string }>(pairs: readonly ScoredPair<Item>[], side: 'gone' | 'came') {
  const found = new Map<string, Best>()
  for (const pair of pairs) {
    const { id } = pair[side]
    const other = pair[side === 'gone' ? 'came' : 'gone'].id
    const best = found.get(id)
    if (!best || pair.score > best.score) found.set(id, { score: pair.score, other, next: best?.score ?? 0 })
    else if (pair.score > best.next) best.next = pair.score
  }
  return found
}

/**
 * The pairs each of which is the best one of both sides, and clearly so: of two equal tables, nobody can tell which of two
 * others is which.
 */
export function bestPairs<Item extends { id: string }>(all: readonly ScoredPair<Item>[]): ScoredPair<Item>[] {
  const taken: ScoredPair<Item>[] = []
  let pairs = all.filter(({ score }) => score >= leastScore)
  for (let round = 0; round < maximumRounds && pairs.length > 0; round += 1) {
    const [ofGone, ofCame] = [bestOf(pairs, 'gone'), bestOf(pairs, 'came')]
    const isClear = (best: Best | undefined, other: string) =>
      best !== undefined && best.other === other && best.score - best.next >= margin
    const clear = pairs.filter(
      ({ gone, came }) => isClear(ofGone.get(gone.id), came.id) && isClear(ofCame.get(came.id), gone.id),
    )
    if (clear.length === 0) break
    taken.push(...clear)
    const ids = new Set(clear.flatMap(({ gone, came }) => [gone.id, came.id]))
    pairs = pairs.filter(({ gone, came }) => !ids.has(gone.id) && !ids.has(came.id))
  }
  return taken
}

/** How many tables are compared with one that is gone, and how many may have a name that is looked up. */
const comparedWithEach = 5
const commonName = 100
/** How many tables are compared before others have their turn. */
const tablesAtOnce = 20

/** Finds tables by the names of their columns, and by their own. */
function indexOf<Table extends ComparedTable>(tables: readonly Table[]) {
  const index = new Map<string, Table[]>()
  const add = (key: string, table: Table) => {
    const found = index.get(key)
    if (found) found.push(table)
    else index.set(key, [table])
  }
  const keysOf = ({ name, columns }: ComparedTable) => [
    `table ${name.toLowerCase()}`,
    // All of them at once, for tables of nothing but names that many have.
    `columns ${JSON.stringify(columns.map((column) => column.name).sort())}`,
    ...columns.map((column) => `column ${column.name}`),
  ]
  for (const table of tables) for (const key of keysOf(table)) add(key, table)
  return (gone: ComparedTable) => keysOf(gone).map((key) => index.get(key) ?? [])
}

/**
 * Scores tables that went against tables that came. Each is compared with the few that have the most in common with it, so
 * that the work grows with their number and not with its square.
 *
 * @param isPossible whether two may be one at all
 */
export async function scoreAllTables<Table extends ComparedTable>(
  gone: readonly Table[],
  came: readonly Table[],
  isPossible: (gone: Table, came: Table) => boolean,
): Promise<ScoredPair<Table>[]> {
  const find = indexOf(came)
  const pairs: ScoredPair<Table>[] = []
  for (const [number, table] of gone.entries()) {
    if (number % tablesAtOnce === tablesAtOnce - 1) await turnOfOthers()
    const common = new Map<Table, number>()
    for (const found of find(table)) {
      if (found.length > commonName) continue
      for (const other of found) common.set(other, (common.get(other) ?? 0) + 1)
    }
    const nearest = [...common]
      .filter(([other]) => isPossible(table, other))
      .map(([other, count]) => ({
        other,
        share: count / Math.max(table.columns.length, other.columns.length, 1),
      }))
      .sort((one, other) => other.share - one.share)
      .slice(0, comparedWithEach)
    for (const { other } of nearest) {
      const scored = scoreTables(table, other)
      if (scored) pairs.push({ gone: table, came: other, ...scored })
    }
  }
  return pairs
}
