import type { components } from '../../contract/handlers.ts'
import { columnFamilyOf, isEnumeration, type TypeFamily, typeFamilyOf } from './data-type.ts'
import { estimateDistinct } from './distinct-count.ts'
import { formatSignatureOf } from './format.ts'
import { hashOf } from './hash.ts'
import type { ProfilingOptions } from './options.ts'
import { roleOf } from './role.ts'
import { type ColumnFacts, semanticTypeOf } from './semantic-type.ts'
import { type Sensitivity, sensitivityOf } from './sensitivity.ts'
import { type Sketch, sketchOf } from './sketch.ts'
import { entropyOf, lengthStatsOf, percentage } from './statistics.ts'
import type { TableSample } from './table-sample.ts'
import { canonicalOf, characterCount, isCut, startOf, textOf } from './text.ts'

/**
 * The profile of a column from a sample, with the fields of the contract:
 * - `null_pct`: the percentage of nulls in the sample.
 * - `approx_distinct_count`: the estimated number of distinct non-null values in the whole table; see
 *   `estimateDistinct`.
 * - `distinct_pct`: that number as a percentage of the non-null values of the whole table; 100 for a unique
 *   column.
 * - `enum_cardinality`: the number of distinct values of an enumeration; null for other columns. An
 *   enumeration has few values (at most 50 by default), and either they occur twice on average, or the type
 *   has only few values.
 * - `sample_values`: the most common distinct values as text, at most ten by default; null for secrets and
 *   personal data.
 * - `length_stats`: lengths of the non-null values in characters, or in bytes for binary ones; see
 *   `lengthStatsOf`.
 * - `format_signature`: the most common patterns; see `patternOf`. Null for secrets.
 * - `entropy`: the entropy of the non-null values in bits; see `entropyOf`.
 * - `minhash_signature`: up to 128 hashes of the set of values; see `sketchOf`. Null for secrets, since
 *   hashes allow guessing.
 * - `is_sampled`: whether the profile covers only some of the rows.
 * - `semantic_type` and `role`, with confidences from 0 to 1; see `semanticTypeOf` and `roleOf`.
 */
export type ColumnProfile = Required<
  Pick<
    components['schemas']['Column'],
    | 'null_pct'
    | 'distinct_pct'
    | 'approx_distinct_count'
    | 'enum_cardinality'
    | 'sample_values'
    | 'length_stats'
    | 'format_signature'
    | 'entropy'
    | 'minhash_signature'
    | 'semantic_type'
    | 'semantic_type_confidence'
    | 'role'
    | 'role_confidence'
    | 'is_sampled'
  >
>

/** The profile of a column, with facts from the sample that the profile does not have. */
export interface ProfiledColumn {
  name: string
  profile: ColumnProfile
  sensitivity: Sensitivity | null
  /** A longer sketch than the signature; empty for secrets. */
  sketch: Sketch
  /** Whether every value of the sample occurs once and none is null. */
  isUniqueInSample: boolean
}

/** The most distinct values that are read to find the semantic type and the sensitivity. */
const maxJudgedValues = 200

/**
 * Counts the values of one column. Long values are cut; their length and a part of their digest are appended,
 * so that they stay distinct.
 */
function countValues(sample: TableSample, index: number, family: TypeFamily, options: ProfilingOptions) {
  // Two hexadecimal digits are one byte.
  const lengthOf = family === 'binary' ? (text: string) => text.length / 2 : characterCount
  const counts = new Map<string, number>()
  const lengths: number[] = []
  let rows = 0
  let characters = 0
  for (const row of sample.rows.slice(0, options.maxRows)) {
    if (characters > options.maxColumnCharacters) break
    rows += 1
    const value = row[index]
    const cut = isCut(value) ? value : undefined
    const text = textOf(cut ? cut.start : value)
    if (text === null) continue
    const length = cut?.length ?? lengthOf(text)
    const start = startOf(text, options.maxValueCharacters)
    const digest = cut ? cut.digest.slice(0, 8) : start === text ? '' : hashOf(text).toString(16).slice(0, 8)
    const key = digest === '' ? text : `${start}… (${length}, ${digest})`
    lengths.push(length)
    characters += key.length
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return { counts, lengths, rows }
}

/**
 * Profiles one column of a sample.
 *
 * @param index the index of the column in `sample.columns`
 */
export function profileColumn(sample: TableSample, index: number, options: ProfilingOptions): ProfiledColumn {
  const column = sample.columns[index] as TableSample['columns'][number]
  const typeFamily = typeFamilyOf(column.data_type)
  const { counts, lengths, rows } = countValues(sample, index, typeFamily, options)
  const family = columnFamilyOf(column.data_type, counts.keys())
  const sampled = lengths.length
  const isWhole = sample.is_complete && rows === sample.rows.length
  const tableRows = isWhole ? rows : sample.row_count
  // An estimate below the number of sampled rows is outdated, so the number of rows is unknown.
  const isKnown = tableRows !== null && rows > 0 && tableRows >= rows
  const total = isKnown ? Math.round(tableRows * (sampled / rows)) : null
  const once = [...counts.values()].filter((count) => count === 1).length
  const distinctCount = estimateDistinct({ sampled, distinct: counts.size, once, total })
  const isUniqueInSample = counts.size === rows && rows > 0

  const mostCommon = [...counts].sort((one, other) => other[1] - one[1]).map(([text]) => text)
  const texts = mostCommon.slice(0, maxJudgedValues)
  const lengthStats = lengthStatsOf(lengths)
  const isEnum =
    counts.size > 0 &&
    counts.size <= options.maxEnumValues &&
    (family === 'boolean' || isEnumeration(column.data_type) || sampled >= 2 * counts.size) &&
    family !== 'float'
  const enumCardinality = isEnum ? counts.size : null
  const facts: ColumnFacts = {
    columnName: column.name,
    family,
    texts,
    sampled,
    distinct: counts.size,
    isPrimaryKey: column.is_primary_key,
    isUnique:
      isUniqueInSample || sample.unique_keys.some((key) => key.length === 1 && key[0] === column.name),
    enumCardinality,
    meanLength: lengthStats?.mean ?? 0,
  }
  const sensitivity = sensitivityOf({ tableName: sample.name, columnName: column.name, family, texts })
  const semanticType = semanticTypeOf(facts)
  const role = roleOf(facts, semanticType?.value ?? null)
  const isSecret = sensitivity === 'secret'
  const hashes = isSecret ? [] : [...counts.keys()].map((text) => hashOf(canonicalOf(text)))

  return {
    name: column.name,
    sensitivity,
    isUniqueInSample,
    sketch: sketchOf(hashes, options.maxHashes),
    profile: {
      null_pct: percentage(rows - sampled, rows),
      distinct_pct: percentage(distinctCount, Math.max(total ?? sampled, distinctCount)),
      approx_distinct_count: rows === 0 && !isWhole ? null : distinctCount,
      enum_cardinality: enumCardinality,
      sample_values: sensitivity === null ? mostCommon.slice(0, options.maxSampleValues) : null,
      length_stats: lengthStats,
      format_signature: isSecret ? null : formatSignatureOf(counts),
      entropy: sampled === 0 ? null : entropyOf(counts.values()),
      minhash_signature: isSecret ? null : [...sketchOf(hashes).hashes],
      semantic_type: semanticType?.value ?? null,
      semantic_type_confidence: semanticType?.confidence ?? null,
      role: role.value,
      role_confidence: role.confidence,
      is_sampled: !isWhole,
    },
  }
}
