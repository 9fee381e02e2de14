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
 * What the sample says of a column, as the contract has it:
 * - `null_pct`: nulls among the rows of the sample, 0 to 100.
 * - `approx_distinct_count`: distinct non-null values in the whole table; see `estimateDistinct`.
 * - `distinct_pct`: these per non-null values of the whole table, 0 to 100; 100 is a unique column.
 * - `enum_cardinality`: the number of distinct values when there are few (50 by default) and each occurs twice on
 *   average or the type allows no more; null else.
 * - `sample_values`: the commonest distinct values as text, at most ten by default; null for secrets and personal data.
 * - `length_stats`: lengths of the non-null values in characters, of binary ones in bytes; see `lengthStatsOf`.
 * - `format_signature`: the commonest patterns; see `patternOf`. Null for secrets.
 * - `entropy`: of the non-null values in bits; see `entropyOf`.
 * - `minhash_signature`: up to 128 hashes of the set of values; see `sketchOf`. Null for secrets, whose hash could be
 *   searched for.
 * - `is_sampled`: whether that is of some of the rows.
 * - `semantic_type` and `role` with their confidences from 0 to 1; see `semanticTypeOf` and `roleOf`.
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

/** A profile, and what is known beside it while the sample is at hand. */
export interface ProfiledColumn {
  name: string
  profile: ColumnProfile
  sensitivity: Sensitivity | null
  /** A longer sketch than the signature; empty for secrets. */
  sketch: Sketch
  /** Whether no value of the sample occurs twice and none is null. */
  isUniqueInSample: boolean
}

/** Distinct values that are looked at to judge what they mean. */
const judgedValues = 200

/** Counts the values of one column. A long value is cut, and marked with its length and a part of its digest, so that it stays different. */
function countValues(sample: TableSample, index: number, family: TypeFamily, options: ProfilingOptions) {
  // Bytes are in hexadecimal digits.
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
    const kept = digest === '' ? text : `${start}… (${length}, ${digest})`
    lengths.push(length)
    characters += kept.length
    counts.set(kept, (counts.get(kept) ?? 0) + 1)
  }
  return { counts, lengths, rows }
}

/**
 * Profiles one column of a sample.
 *
 * @param index its place in `sample.columns`
 */
export function profileColumn(sample: TableSample, index: number, options: ProfilingOptions): ProfiledColumn {
  const column = sample.columns[index] as TableSample['columns'][number]
  const typeFamily = typeFamilyOf(column.data_type)
  const { counts, lengths, rows } = countValues(sample, index, typeFamily, options)
  const family = columnFamilyOf(column.data_type, counts.keys())
  const sampled = lengths.length
  const isWhole = sample.is_complete && rows === sample.rows.length
  const tableRows = isWhole ? rows : sample.row_count
  // An estimate of fewer rows than were seen is older than the data: how many there are, nobody knows then.
  const isKnown = tableRows !== null && rows > 0 && tableRows >= rows
  const total = isKnown ? Math.round(tableRows * (sampled / rows)) : null
  const once = [...counts.values()].filter((count) => count === 1).length
  const distinctCount = estimateDistinct({ sampled, distinct: counts.size, once, total })
  const isUniqueInSample = counts.size === rows && rows > 0

  const commonest = [...counts].sort((one, other) => other[1] - one[1]).map(([text]) => text)
  const texts = commonest.slice(0, judgedValues)
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
      sample_values: sensitivity === null ? commonest.slice(0, options.maxSampleValues) : null,
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
