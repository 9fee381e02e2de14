const integer = /^\d{1,9}$/

const isYear = (number: number) => number >= 1900 && number <= 2100

/** Whether the numbers in a record look like column names: distinct years, or consecutive numbers. */
function seriesOf(record: readonly string[]): 'years' | 'numbers' | undefined {
  const numbers = record.filter((value) => integer.test(value.trim())).map(Number)
  if (numbers.length < 2 || new Set(numbers).size < numbers.length) return undefined
  if (numbers.every(isYear)) return 'years'
  const areConsecutive = numbers.every((number, index) => number === (numbers[0] as number) + index)
  return areConsecutive && numbers.length > 2 ? 'numbers' : undefined
}

/**
 * Whether the first record has the names of the columns, although some of them are numbers, as in
 * `city,2022,2023`. The numbers must be a series as in no other record. No name may be a value of its column.
 */
export function isHeader([names = [], ...others]: readonly (readonly string[])[]): boolean {
  const series = seriesOf(names)
  if (series === undefined || others.length === 0 || new Set(names).size < names.length) return false
  if (others.some((record) => seriesOf(record) === series)) return false
  return names.every((name, index) => name.trim() !== '' && others.every((record) => record[index] !== name))
}

/** Whether all column names are those that DuckDB generates for columns without a name. */
export const areGenerated = (names: readonly string[]): boolean =>
  names.every(
    (name, index) => name === `column${String(index).padStart(String(names.length - 1).length, '0')}`,
  )
