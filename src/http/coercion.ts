import type { JsonSchema } from '../contract/route-definition.ts'

/** Fifteen digits are always a whole number that JavaScript keeps exactly. */
const integer = /^-?\d{1,15}$/
const decimal = /^-?\d{1,15}(\.\d{1,15})?$/

const readers: Record<string, (text: string) => unknown> = {
  integer: (text) => (integer.test(text) ? Number(text) : text),
  number: (text) => (decimal.test(text) ? Number(text) : text),
  boolean: (text) => ({ true: true, false: false })[text] ?? text,
}

const read = ({ type }: JsonSchema, value: unknown): unknown =>
  typeof value === 'string' ? (readers[String(type)]?.(value) ?? value) : value

/**
 * Reads the text of a path, a query or headers as the types of its schema, in place: plain decimals as numbers, `true`
 * and `false` as booleans, and one value as the array of it. A text of another form stays one, so that the validation
 * refuses it. The coercion of ajv is not used: it also takes `Infinity`, `1e9` and `0x10`.
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
