import { _, type Ajv } from 'ajv'

/** The formats whose texts are stored in Unicode normalization form C. */
const normalized = new Set(['name', 'label'])

/**
 * Form C composes at most this many code points into one (https://www.unicode.org/faq/normalization.html).
 */
const maximumComposed = 4

function hasAtMost(limit: number, text: string): boolean {
  // A code point takes at most two UTF-16 units.
  if (text.length > 2 * limit) return false
  return text.length <= limit || [...text].length <= limit
}

/**
 * Makes `maxLength` count the code points of a name or label as it will be stored. Normalization may shorten
 * a text, e.g. by composing accents, and may lengthen it.
 */
export function countNormalized(ajv: Pick<Ajv, 'removeKeyword' | 'addKeyword'>): void {
  ajv.removeKeyword('maxLength')
  ajv.addKeyword({
    keyword: 'maxLength',
    type: 'string',
    schemaType: 'number',
    error: { message: 'is too long', params: ({ schemaCode }) => _`{ limit: ${schemaCode} }` },
    compile: (limit: number, { format }) =>
      normalized.has(String(format))
        ? (text: string) =>
            hasAtMost(maximumComposed * limit, text) && hasAtMost(limit, text.normalize('NFC'))
        : (text: string) => hasAtMost(limit, text),
  })
}
