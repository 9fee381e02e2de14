import { wordsOf } from '../words.ts'
import type { ColumnFacts, Judgement, SemanticType } from './semantic-type.ts'

/**
 * The role of a column in analysis:
 * - `key` identifies the rows of its table;
 * - `foreign_key` refers to rows of another table: it has the name of a key, but values repeat;
 * - `timestamp` dates the rows;
 * - `measure` is a number to add up or average;
 * - `dimension` has few values, to group or filter by;
 * - `text` is prose;
 * - `attribute` is any other description of a row.
 */
export type Role = 'key' | 'foreign_key' | 'timestamp' | 'measure' | 'dimension' | 'text' | 'attribute'

const keyWords = new Set(['id', 'key', 'sk', 'fk', 'uuid', 'guid'])
const measures = new Set<SemanticType>(['amount', 'quantity', 'percentage'])
const dimensions = new Set<SemanticType>([
  'category',
  'boolean',
  'country_code',
  'currency_code',
  'language_code',
  'year',
])

/** Returns the role of a column, by keys, semantic type and number of values, with a rough confidence. */
export function roleOf(facts: ColumnFacts, type: SemanticType | null): Judgement<Role> {
  const hasKeyName = keyWords.has(wordsOf(facts.columnName).at(-1) ?? '')
  if (facts.isPrimaryKey && facts.isUnique) return { value: 'key', confidence: 0.97 }
  if (facts.isPrimaryKey) return { value: hasKeyName ? 'foreign_key' : 'key', confidence: 0.7 }
  if (facts.isUnique && hasKeyName) return { value: 'key', confidence: 0.75 }
  if (hasKeyName) return { value: 'foreign_key', confidence: 0.75 }
  if (type === null) return { value: 'attribute', confidence: 0.3 }
  if (type === 'date' || type === 'timestamp') return { value: 'timestamp', confidence: 0.95 }
  if (measures.has(type)) return { value: 'measure', confidence: 0.85 }
  if (dimensions.has(type)) return { value: 'dimension', confidence: 0.8 }
  if (type === 'number') {
    if (facts.family !== 'integer') return { value: 'measure', confidence: 0.7 }
    return facts.enumCardinality === null
      ? { value: 'measure', confidence: 0.5 }
      : { value: 'dimension', confidence: 0.5 }
  }
  if (type === 'free_text') return { value: 'text', confidence: 0.8 }
  return { value: facts.enumCardinality === null ? 'attribute' : 'dimension', confidence: 0.6 }
}
