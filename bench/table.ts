import { type Measurement, type Spread, spreadOf } from './measurement.ts'

/** The three ways in which a scenario is done. */
export const ways = ['sourcebook', 'bare route', 'bare driver'] as const
export type Way = (typeof ways)[number]

/** What one round of a scenario says about each way. */
export type Round = Record<Way, Measurement>

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const spread = ({ median, minimum, maximum }: Spread, format: (figure: number) => string): string =>
  `${format(median)} (${format(minimum)}–${format(maximum)})`
const medianOf = (rounds: readonly Round[], way: Way, figure: keyof Measurement): number =>
  spreadOf(rounds.map((round) => round[way][figure])).median

/** The throughput of Sourcebook as a share of another way's, compared within each round, where the machine is the same. */
const ratio = (rounds: readonly Round[], way: Way): string =>
  spread(
    spreadOf(rounds.map((round) => round.sourcebook.requestsPerSecond / round[way].requestsPerSecond)),
    (share) => share.toFixed(2),
  )

const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`

/** The table of some scenarios, in Markdown: for each figure the median of the rounds, for rates and ratios the range. */
export function tableOf(results: ReadonlyMap<string, readonly Round[]>): string {
  const head = ['', '', 'requests/s', 'p50 ms', 'p99 ms', 'CPU µs/request', 'Sourcebook ÷ this']
  const rows = [...results].flatMap(([title, rounds]) =>
    ways.map((way, index) => [
      index === 0 ? title : '',
      way,
      spread(spreadOf(rounds.map((round) => round[way].requestsPerSecond)), (rate) => whole.format(rate)),
      medianOf(rounds, way, 'p50').toFixed(1),
      medianOf(rounds, way, 'p99').toFixed(1),
      whole.format(medianOf(rounds, way, 'cpuPerRequest')),
      way === 'sourcebook' ? '' : ratio(rounds, way),
    ]),
  )
  return [head, ['---', '---', '--:', '--:', '--:', '--:', '--:'], ...rows].map(rowOf).join('')
}
