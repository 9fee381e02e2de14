import { isIP } from 'node:net'
import { wordsOf } from '../words.ts'
import type { TypeFamily } from './data-type.ts'
import { isPhone } from './sensitivity.ts'

/** The facts of a column from which its semantic type and its role follow. */
export interface ColumnFacts {
  columnName: string
  family: TypeFamily
  /** Distinct non-null values; some may be left out. */
  texts: readonly string[]
  /** The number of non-null values in the sample. */
  sampled: number
  /** The number of distinct values in the sample, including those that `texts` leaves out. */
  distinct: number
  isPrimaryKey: boolean
  isUnique: boolean
  /** The number of distinct values of an enumeration; null for other columns. */
  enumCardinality: number | null
  /** The mean length in characters. */
  meanLength: number
}

/** A conclusion with its confidence, from 0 to 1. */
export interface Judgement<Value extends string> {
  value: Value
  confidence: number
}

/** The meaning of values. */
export type SemanticType =
  | 'uuid'
  | 'email'
  | 'url'
  | 'ip_address'
  | 'phone'
  | 'json'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'time'
  | 'year'
  | 'currency_code'
  | 'country_code'
  | 'language_code'
  | 'postal_code'
  | 'percentage'
  | 'amount'
  | 'latitude'
  | 'longitude'
  | 'quantity'
  | 'identifier'
  | 'name'
  | 'category'
  | 'free_text'
  | 'number'

const words = (text: string): Set<string> => new Set(text.split(' '))

const currencies = new Set(Intl.supportedValuesOf('currency'))
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

const isCountry = (text: string): boolean => /^[A-Z]{2}$/.test(text) && regions.of(text) !== undefined
const isLanguage = (text: string): boolean =>
  /^[a-z]{2,3}(?:[-_][A-Z]{2})?$/.test(text) && languages.of(text.replace('_', '-')) !== undefined

const isObject = (text: string): boolean => {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
const isNumber = (text: string): boolean => /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)
const within = (minimum: number, maximum: number) => (text: string) =>
  isNumber(text) && Number(text) >= minimum && Number(text) <= maximum

interface Detector {
  type: SemanticType
  matches: (text: string) => boolean
  /** Words that support the type if the name of the column has one of them. */
  names: Set<string>
  /** The confidence without a supporting name; 0 if values alone are not enough. */
  alone: number
}

/** Detectors in order of precedence: the first that matches decides. */
const detectors: readonly Detector[] = [
  {
    type: 'uuid',
    matches: (text) => /^[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(text),
    names: words('uuid guid id'),
    alone: 0.95,
  },
  {
    type: 'email',
    matches: (text) => /^[^\s@]+@[^\s@]+\.\p{L}{2,}$/u.test(text),
    names: words('email mail'),
    alone: 0.97,
  },
  {
    type: 'url',
    matches: (text) => /^(?:https?|ftp|s3|gs):\/\/\S+$|^www\.\S+\.\S+$/i.test(text),
    names: words('url uri link website homepage'),
    alone: 0.95,
  },
  {
    type: 'ip_address',
    matches: (text) => isIP(text.replace(/\/\d+$/, '')) !== 0,
    names: words('ip host address'),
    alone: 0.95,
  },
  {
    type: 'timestamp',
    matches: (text) => /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text),
    names: words('at time timestamp date on'),
    alone: 0.95,
  },
  {
    type: 'date',
    matches: (text) =>
      /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-[0-3]\d$|^[0-3]?\d([-./])[0-3]?\d\1(?:19|20)\d\d$/.test(text),
    names: words('date day on'),
    alone: 0.95,
  },
  {
    type: 'time',
    matches: (text) => /^[0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?$/.test(text),
    names: words('time hour'),
    alone: 0.9,
  },
  { type: 'json', matches: isObject, names: words('json payload data metadata'), alone: 0.95 },
  {
    type: 'boolean',
    matches: (text) => /^(?:true|false|yes|no|y|n|t|f)$/i.test(text),
    names: words('is has flag enabled active'),
    alone: 0.8,
  },
  {
    type: 'boolean',
    matches: (text) => /^[01]$/.test(text),
    names: words('is has flag enabled active'),
    alone: 0,
  },
  {
    type: 'currency_code',
    matches: (text) => currencies.has(text),
    names: words('currency'),
    alone: 0.75,
  },
  { type: 'country_code', matches: isCountry, names: words('country nation'), alone: 0.55 },
  { type: 'language_code', matches: isLanguage, names: words('language locale'), alone: 0 },
  {
    type: 'postal_code',
    matches: (text) => /^[A-Z0-9][A-Z0-9 -]{2,9}$/i.test(text),
    names: words('zip zipcode postcode postal'),
    alone: 0,
  },
  { type: 'phone', matches: isPhone, names: words('phone telephone mobile cell fax'), alone: 0.75 },
  { type: 'latitude', matches: within(-90, 90), names: words('latitude lat'), alone: 0 },
  { type: 'longitude', matches: within(-180, 180), names: words('longitude lon lng long'), alone: 0 },
  { type: 'year', matches: within(1800, 2200), names: words('year'), alone: 0 },
  {
    type: 'percentage',
    matches: (text) => /^[+-]?\d+(?:\.\d+)? ?%$/.test(text),
    names: words('percent rate share ratio'),
    alone: 0.9,
  },
  { type: 'percentage', matches: within(-100, 1000), names: words('percent rate ratio discount'), alone: 0 },
  {
    type: 'amount',
    matches: isNumber,
    names: words(
      'amount price cost total subtotal revenue salary fee tax balance payment freight value paid net gross spend budget bonus income profit',
    ),
    alone: 0,
  },
  {
    type: 'quantity',
    matches: isNumber,
    names: words('quantity count unit stock number size weight height width length duration age level'),
    alone: 0,
  },
]

const byFamily: Partial<Record<TypeFamily, SemanticType>> = {
  uuid: 'uuid',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  time: 'time',
  json: 'json',
}
const identifierWords = words('id key sk uuid guid code number sku isbn ean reference')
const nameWords = words('name title label caption')
const numeric = new Set<TypeFamily>(['integer', 'decimal', 'float'])

const judgement = (value: SemanticType, confidence: number): Judgement<SemanticType> => ({
  value,
  confidence: Math.round(confidence * 100) / 100,
})

/** The semantic type of a column that no detector matches. */
function otherType(facts: ColumnFacts, columnWords: readonly string[]): Judgement<SemanticType> | null {
  const isNumeric = numeric.has(facts.family)
  const hasIdentifierName = identifierWords.has(columnWords.at(-1) ?? '')
  if (facts.isPrimaryKey && facts.isUnique) return judgement('identifier', hasIdentifierName ? 0.95 : 0.8)
  if (hasIdentifierName && facts.family !== 'float') {
    return judgement('identifier', facts.isUnique ? 0.9 : 0.8)
  }
  if (facts.sampled === 0) return null
  if (isNumeric) return judgement('number', 0.6)
  if (facts.family !== 'text') return null
  if (nameWords.has(columnWords.at(-1) ?? '')) return judgement('name', 0.85)
  if (facts.enumCardinality !== null) return judgement('category', 0.8)
  if (facts.meanLength > 40) return judgement('free_text', 0.85)
  return facts.distinct / facts.sampled > 0.5 ? judgement('free_text', 0.4) : judgement('category', 0.5)
}

/**
 * Returns the meaning of the values of a column, or null when there is no evidence. It follows from the data
 * type, the words of the name, and the share of distinct values in the form of the semantic type (ISO 4217
 * and 3166-1 codes come from ICU). The confidence is the share of matching values times a weight of the form;
 * it is a rule of thumb, not a measured probability.
 */
export function semanticTypeOf(facts: ColumnFacts): Judgement<SemanticType> | null {
  const ofType = byFamily[facts.family]
  if (ofType) return judgement(ofType, 0.99)
  const columnWords = wordsOf(facts.columnName)
  const isIdentifier = facts.isPrimaryKey || identifierWords.has(columnWords.at(-1) ?? '')
  for (const { type, matches, names, alone } of facts.texts.length === 0 ? [] : detectors) {
    const isSupported = columnWords.some((word) => names.has(word))
    if (alone === 0 && (!isSupported || isIdentifier)) continue
    const share = facts.texts.filter((text) => matches(text.trim())).length / facts.texts.length
    if (share >= 0.9) {
      const confidence = isSupported ? Math.max(0.9, alone) : alone
      if (confidence >= 0.55) return judgement(type, confidence * share)
    }
  }
  return otherType(facts, columnWords)
}
