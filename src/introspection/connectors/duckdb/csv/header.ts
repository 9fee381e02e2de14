const whole = /^\d{1,9}$/

const isYear = (number: number) => number >= 1900 && number <= 2100

/** What series the numbers of a record are, as names of columns may be: years, or one number after the other. */
function seriesOf(record: readonly string[]): 'years' | 'numbers' | undefined {
  const numbers = record.filter((value) => whole.test(value.trim())).map(Number)
  if (numbers.length < 2 || new Set(numbers).size < numbers.length) return undefined
  if (numbers.every(isYear)) return 'years'
  const isRow = numbers.every((number, index) => number === (numbers[0] as number) + index)
  return isRow && numbers.length > 2 ? 'numbers' : undefined
}

/**
 * Whether the first record has the names of the columns, although some are numbers (`city,2022,2023`): the numbers are a
 * series such as no other record has, and no name is among the values of its column.
 */
export function isHeader([names = [], ...others]: readonly (readonly string[])[]): boolean {
  const series = seriesOf(names)
  if (series === undefined || others.length === 0 || new Set(names).size < names.length) return false
  if (others.some((record) => seriesOf(record) === series)) return false
  return names.every((name, index) => name.trim() !== '' && others.every((record) => record[index] !== name))
}

/** Whether names of columns are those that DuckDB gives to columns without one. */
export const areGenerated = (names: readonly string[]): boolean =>
  names.every(
    (name, index) => name === `column${String(index).padStart(String(names.length - 1).length, '0')}`,
  )
