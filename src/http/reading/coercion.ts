import type { JsonSchema } from '../../contract/route-definition.ts'

/** JavaScript represents every integer of fifteen digits exactly. */
const integer = /^-?\d{1,15}$/
/** A JSON number. Languages print a double with up to 17 digits, and a very small one with an exponent. */
const number = /^-?\d{1,309}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,3})?$/

function readNumber(text: string): unknown {
  const value = number.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : text
}

/**
 * The words for true and false that pydantic accepts, in lower case; the API is compatible with one built on
 * pydantic.
 */
const booleans = new Map<string, boolean>([
  ...['true', '1', 'yes', 'on', 't', 'y'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'off', 'f', 'n'].map((word) => [word, false] as const),
])

const readers: Record<string, (text: string) => unknown> = {
  integer: (text) => (integer.test(text) ? Number(text) : text),
  number: readNumber,
  boolean: (text) => booleans.get(text.toLowerCase()) ?? text,
}

const read = ({ type }: JsonSchema, value: unknown): unknown =>
  typeof value === 'string' ? (readers[String(type)]?.(value) ?? value) : value

/**
 * Converts the texts of path, query and headers to the types of their schema, in place: digits to integers,
 * JSON numbers to numbers, words for true and false to booleans, and a single value to an array of one. Other
 * texts stay texts, which validation then refuses. Ajv's coercion is not used, since it accepts `Infinity`
 * and `0x10`, and `1e9` as an integer.
 */
export function coerceTexts(schema: JsonSchema | undefined, values: Record<string, unknown>): void {
  for (const [name, property] of Object.entries((schema?.properties ?? {}) as Record<string, JsonSchema>)) {
    const value = values[name]
    if (value === undefined) continue
    values[name] =
      property.type === 'array'
        ? [value].flat().map((item) => read(property.items as JsonSchema, item))
        : read(property, value)
  }
}
