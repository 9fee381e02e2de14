import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { type ComparedTable, minimumScore, type RenameScore, scoreTables } from './score.ts'

/** A gone resource and a new one, with the score of a rename from one to the other. */
export interface ScoredPair<Item extends { id: string }> extends RenameScore {
  gone: Item
  came: Item
}

/** By how much the score of a pair must exceed that of every other pair with one of its sides. */
const margin = 0.05
/** How often clear pairs are removed, so that others can become clear. */
const maximumRounds = 50

interface Best {
  score: number
  other: string
  /** The second best score. */
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
 * Selects the pairs that are clearly the best for both sides. For example, if two equal tables went and two
 * equal ones came, no pair is clear.
 */
export function bestPairs<Item extends { id: string }>(all: readonly ScoredPair<Item>[]): ScoredPair<Item>[] {
  const selected: ScoredPair<Item>[] = []
  let pairs = all.filter(({ score }) => score >= minimumScore)
  for (let round = 0; round < maximumRounds && pairs.length > 0; round += 1) {
    const [ofGone, ofCame] = [bestOf(pairs, 'gone'), bestOf(pairs, 'came')]
    const isClear = (best: Best | undefined, other: string) =>
      best !== undefined && best.other === other && best.score - best.next >= margin
    const clear = pairs.filter(
      ({ gone, came }) => isClear(ofGone.get(gone.id), came.id) && isClear(ofCame.get(came.id), gone.id),
    )
    if (clear.length === 0) break
    selected.push(...clear)
    const ids = new Set(clear.flatMap(({ gone, came }) => [gone.id, came.id]))
    pairs = pairs.filter(({ gone, came }) => !ids.has(gone.id) && !ids.has(came.id))
  }
  return selected
}

/** How many new tables are compared with each gone one. */
const comparedWithEach = 5
/** A name that more tables share than this is not used to find similar tables. */
const maximumSharedBy = 100
/** How many tables are compared before the work yields to the event loop. */
const tablesPerSlice = 20

/** Creates a lookup of tables that share column names or the table name with a given one. */
function indexOf<Table extends ComparedTable>(tables: readonly Table[]) {
  const index = new Map<string, Table[]>()
  const add = (key: string, table: Table) => {
    const found = index.get(key)
    if (found) found.push(table)
    else index.set(key, [table])
  }
  const keysOf = ({ name, columns }: ComparedTable) => [
    `table ${name.toLowerCase()}`,
    // All column names as one key, for tables that have only common names.
    `columns ${JSON.stringify(columns.map((column) => column.name).sort())}`,
    ...columns.map((column) => `column ${column.name}`),
  ]
  for (const table of tables) for (const key of keysOf(table)) add(key, table)
  return (gone: ComparedTable) => keysOf(gone).map((key) => index.get(key) ?? [])
}

/**
 * Scores gone tables against new ones. Each is compared only with the few that share the most names with it,
 * so that the work does not grow with the square of their number.
 *
 * @param isPossible whether a pair may be a rename at all
 */
export async function scoreAllTables<Table extends ComparedTable>(
  gone: readonly Table[],
  came: readonly Table[],
  isPossible: (gone: Table, came: Table) => boolean,
): Promise<ScoredPair<Table>[]> {
  const find = indexOf(came)
  const pairs: ScoredPair<Table>[] = []
  for (const [number, table] of gone.entries()) {
    if (number % tablesPerSlice === tablesPerSlice - 1) await yieldToEventLoop()
    const common = new Map<Table, number>()
    for (const found of find(table)) {
      if (found.length > maximumSharedBy) continue
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
