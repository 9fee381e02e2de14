import type { Spread } from './measurement.ts'

const rounded = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** A figure without decimals. */
export const whole = (figure: number): string => rounded.format(figure)

/** A size in bytes, as mebibytes. */
export const megabytes = (bytes: number): string => whole(bytes / 1024 ** 2)

/** The median with the range in brackets. */
export const spreadText = (
  { median, minimum, maximum }: Spread,
  format: (figure: number) => string,
): string => `${format(median)} (${format(minimum)}–${format(maximum)})`

const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`

/** A table. Columns after the first `texts` ones are aligned as figures. */
export const markdownTable = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  texts = 1,
): string => [head, head.map((_, column) => (column < texts ? '---' : '--:')), ...rows].map(rowOf).join('')
