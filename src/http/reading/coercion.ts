import type { JsonSchema } from '../../contract/route-definition.ts'

/** Fifteen digits are always a whole number that JavaScript keeps exactly. */
const integer = /^-?\d{1,15}$/
/** A number of JSON. Languages write a double with up to 17 digits, and a very small one with an exponent. */
const number = /^-?\d{1,309}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,3})?$/

function readNumber(text: string): unknown {
  const value = number.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : text
}

/** The words for true and false that pydantic takes, and so the API that this one is compatible with, in lower case. */
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
 * Reads the text of a path, a query or headers as the types of its schema, in place: digits as integers, numbers of
 * JSON, words for true and false as booleans, and one value as the array of it. A text of another form stays one, so that the
 * validation refuses it. The coercion of ajv is not used: it also takes `Infinity`, `0x10`, and `1e9` as an integer.
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
