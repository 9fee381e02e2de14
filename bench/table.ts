import { markdownTable, spreadText, whole } from './markdown.ts'
import { type Measurement, spreadOf } from './measurement.ts'

/** The three implementations of a scenario. */
export const ways = ['sourcebook', 'bare route', 'bare driver'] as const
export type Way = (typeof ways)[number]

/** The figures of one round of a scenario, for each implementation. */
export type Round = Record<Way, Measurement>

const medianOf = (rounds: readonly Round[], way: Way, figure: keyof Measurement): number =>
  spreadOf(rounds.map((round) => round[way][figure])).median

/**
 * The throughput of Sourcebook divided by that of another way, within each round, since the machine varies.
 */
const ratio = (rounds: readonly Round[], way: Way): string =>
  spreadText(
    spreadOf(rounds.map((round) => round.sourcebook.requestsPerSecond / round[way].requestsPerSecond)),
    (share) => share.toFixed(2),
  )

/**
 * The table of some scenarios, in Markdown: each figure is the median of the rounds, rates and ratios with a
 * range.
 */
export function tableOf(results: ReadonlyMap<string, readonly Round[]>): string {
  const head = ['', '', 'requests/s', 'p50 ms', 'p99 ms', 'CPU µs/request', 'Sourcebook ÷ this']
  const rows = [...results].flatMap(([title, rounds]) =>
    ways.map((way, index) => [
      index === 0 ? title : '',
      way,
      spreadText(spreadOf(rounds.map((round) => round[way].requestsPerSecond)), whole),
      medianOf(rounds, way, 'p50').toFixed(1),
      medianOf(rounds, way, 'p99').toFixed(1),
      whole(medianOf(rounds, way, 'cpuPerRequest')),
      way === 'sourcebook' ? '' : ratio(rounds, way),
    ]),
  )
  return markdownTable(head, rows, 2)
}
