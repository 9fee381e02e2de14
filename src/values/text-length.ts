import { _, type Ajv } from 'ajv'

/** The formats whose texts are kept in Unicode normalization form C. */
const normalized = new Set(['name', 'label'])

/** So many code points become one at most in form C (https://www.unicode.org/faq/normalization.html). */
const mostComposed = 4

function hasAtMost(limit: number, text: string): boolean {
  // No code point takes more than two units.
  if (text.length > 2 * limit) return false
  return text.length <= limit || [...text].length <= limit
}

/**
 * Lets `maxLength` count the code points of a name or label as it will be kept: normalization may shorten a text, as one
 * whose accents are characters of their own, and may lengthen it.
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
        ? (text: string) => hasAtMost(mostComposed * limit, text) && hasAtMost(limit, text.normalize('NFC'))
        : (text: string) => hasAtMost(limit, text),
  })
}
