import t from 'tap'
import { profileColumn } from '../../src/introspection/profiling/column-profile.ts'
import { typeFamilyOf } from '../../src/introspection/profiling/data-type.ts'
import { estimateDistinct } from '../../src/introspection/profiling/distinct-count.ts'
import { formatSignatureOf, patternOf } from '../../src/introspection/profiling/format.ts'
import { hashOf, hashRange, murmur3 } from '../../src/introspection/profiling/hash.ts'
import { defaultProfilingOptions } from '../../src/introspection/profiling/options.ts'
import {
  isCardNumber,
  isIban,
  isPhone,
  isToken,
  sensitivityOf,
} from '../../src/introspection/profiling/sensitivity.ts'
import {
  containmentOf,
  signatureLength,
  sketchCardinality,
  sketchOf,
  sketchOfSignature,
} from '../../src/introspection/profiling/sketch.ts'
import { entropyOf, lengthStatsOf, percentage } from '../../src/introspection/profiling/statistics.ts'
import { dateGrainOf, isStagingName, profileTable } from '../../src/introspection/profiling/table-profile.ts'
import type { TableSample } from '../../src/introspection/profiling/table-sample.ts'
import { canonicalOf, characterCount, textOf } from '../../src/introspection/profiling/text.ts'
import { singular, wordsOf } from '../../src/introspection/words.ts'

const range = <Item>(length: number, item: (index: number) => Item): Item[] =>
  Array.from({ length }, (_, index) => item(index))
const hashes = (from: number, to: number): number[] =>
  range(to - from, (index) => hashOf(String(from + index)))

/** A table with one column with these values; `more` overrides other fields. */
const sampleOf = (
  name: string,
  dataType: string,
  values: readonly unknown[],
  more: Partial<TableSample> = {},
): TableSample => ({
  schema_name: 'public',
  name: 'things',
  row_count: values.length,
  columns: [{ name, data_type: dataType, is_nullable: true, is_primary_key: false }],
  unique_keys: [],
  rows: values.map((value) => [value]),
  is_complete: true,
  ...more,
})
const profileOf = (...[name, dataType, values, more]: Parameters<typeof sampleOf>) =>
  profileColumn(sampleOf(name, dataType, values, more), 0, defaultProfilingOptions)

t.test('names are split into words', async (t) => {
  for (const [name, want] of [
    ['BillingAddrIDs', 'billing address id'],
    ['HTTPServer', 'http server'],
    ['cust-no.', 'customer number'],
    ['order_items', 'order item'],
    ['Straße 2', 'straße 2'],
    ['categories', 'category'],
    ['', ''],
  ] as const) {
    t.equal(wordsOf(name).join(' '), want, name)
  }
  for (const [word, want] of [
    ['people', 'person'],
    ['boxes', 'box'],
    ['addresses', 'address'],
    ['buses', 'bus'],
    ['status', 'status'],
    ['courses', 'course'],
    ['gas', 'gas'],
    ['movies', 'movie'],
    ['warehouses', 'warehouse'],
    ['statuses', 'status'],
    ['sizes', 'size'],
    ['heroes', 'hero'],
    ['shelves', 'shelf'],
    ['series', 'series'],
    ['uses', 'use'],
    ['glass', 'glass'],
  ] as const) {
    t.equal(singular(word), want, word)
  }
})

t.test('types of all systems map to families', async (t) => {
  for (const [type, want] of [
    ['int4', 'integer'],
    ['NUMBER(10,0)', 'integer'],
    ['numeric(12,2)', 'decimal'],
    ['double precision', 'float'],
    ['character varying(20)', 'text'],
    ['STRING', 'text'],
    ['uuid', 'uuid'],
    ['BOOL', 'boolean'],
    ['tinyint(1)', 'boolean'],
    ["enum('json','int')", 'text'],
    ['maintenance.point', 'other'],
    ['Nullable(Int32)', 'integer'],
    ['long raw', 'binary'],
    ['bit varying(5)', 'other'],
    ['UNION(num INTEGER, str VARCHAR)', 'other'],
    ['year(4)', 'integer'],
    ['linestring', 'other'],
    ['xml', 'other'],
    ['timestamp with time zone', 'timestamp'],
    ['date', 'date'],
    ['time without time zone', 'time'],
    ['jsonb', 'json'],
    ['bytea', 'binary'],
    ['integer[]', 'other'],
    ['interval', 'other'],
    [null, 'other'],
    ['unheard of', 'other'],
  ] as const) {
    t.equal(typeFamilyOf(type), want, String(type))
  }
})

t.test('values become text, and equal values equal texts', async (t) => {
  t.equal(textOf(undefined), null)
  t.equal(textOf(12n), '12')
  t.equal(textOf(true), 'true')
  t.equal(textOf(new Date(0)), '1970-01-01T00:00:00.000Z')
  t.equal(textOf(new Date(Number.NaN)), 'Invalid Date')
  t.equal(textOf(new Uint8Array([1, 255])), '01ff')
  t.equal(textOf({ a: [1n, 'x'] }), '{"a":["1","x"]}')
  t.equal(characterCount('a😀é'), 3)
  for (const [one, other] of [
    ['7', '7.00'],
    ['+7', '7'],
    ['-0.0', '0'],
    ['1.50', '1.5'],
    ['100', '100.0'],
    [' abc  ', 'abc'],
    ['e\u0301', 'é'],
    ['2024-03-01', '2024-03-01T00:00:00.000Z'],
    ['2024-03-01', '2024-03-01 00:00:00+00'],
    ['{0B5C7A1E-0000-4000-8000-000000000000}', '0b5c7a1e000040008000000000000000'],
  ] as const) {
    t.equal(canonicalOf(one), canonicalOf(other), `${one} and ${other}`)
  }
  for (const [one, other] of [
    ['007', '7'],
    ['a', 'A'],
    ['100', '1'],
    ['2024-03-01', '2024-03-01T01:00:00Z'],
  ] as const) {
    t.not(canonicalOf(one), canonicalOf(other), `${one} and ${other}`)
  }
})

t.test('hashes are evenly distributed', async (t) => {
  // Reference values of MurmurHash3_x86_32 over the bytes of UTF-16LE.
  t.equal(murmur3('', 0), 0)
  t.equal(murmur3('', 1), 0x514e28b7)
  t.equal(murmur3('\u4321\u8765', 0), 0xf55b516b, 'bytes 21 43 65 87')
  t.equal(murmur3('\u4321', 0), 0xa0f7b07a, 'bytes 21 43')
  const all = hashes(0, 20_000)
  t.equal(new Set(all).size, all.length)
  t.ok(all.every((hash) => Number.isSafeInteger(hash) && hash >= 0 && hash < hashRange))
  const mean = all.reduce((sum, hash) => sum + hash / hashRange, 0) / all.length
  t.ok(Math.abs(mean - 0.5) < 0.01, `mean ${mean}`)
})

t.test('sketches count sets and compare them', async (t) => {
  const small = sketchOf(hashes(0, 50))
  t.same([small.hashes.length, small.isComplete, sketchCardinality(small)], [50, true, 50])
  const large = sketchOf(hashes(0, 10_000))
  t.same([large.hashes.length, large.isComplete], [signatureLength, false])
  const estimate = sketchCardinality(large)
  t.ok(Math.abs(estimate - 10_000) < 2500, `estimates ${estimate}`)
  t.equal(sketchCardinality({ hashes: [], isComplete: false }), 0)
  t.equal(sketchOfSignature(small.hashes).isComplete, true)
  t.equal(sketchOfSignature(large.hashes).isComplete, false)

  t.same(containmentOf(small, sketchOf(hashes(10, 60))), { found: 40, compared: 50 }, 'exact for small sets')
  t.same(containmentOf(small, { hashes: [], isComplete: false }), { found: 0, compared: 0 })
  t.same(containmentOf({ hashes: [5], isComplete: true }, { hashes: [1], isComplete: true }), {
    found: 0,
    compared: 1,
  })
  const half = containmentOf(sketchOf(hashes(0, 4000)), sketchOf(hashes(2000, 12_000)))
  t.ok(half.compared > 30 && Math.abs(half.found / half.compared - 0.5) < 0.25, JSON.stringify(half))
  const all = containmentOf(sketchOf(hashes(0, 5000)), large)
  t.equal(all.found, all.compared)
})

t.test('distinct counts of a table are estimated from a sample', async (t) => {
  const frequencies = { sampled: 1000, distinct: 400, once: 100, total: 100_000 }
  t.equal(estimateDistinct({ ...frequencies, total: null }), 400, 'the number of other rows is unknown')
  t.equal(estimateDistinct({ ...frequencies, total: 1000 }), 400, 'the sample is the whole table')
  t.equal(estimateDistinct({ ...frequencies, once: 0 }), 400, 'all values occurred more than once')
  t.equal(estimateDistinct({ ...frequencies, distinct: 1000, once: 1000 }), 100_000, 'unique')
  // 1000 * 400 / (1000 - 100 + 100 * 1000 / 100000)
  t.equal(estimateDistinct(frequencies), 444)
})

t.test('statistics follow their definitions', async (t) => {
  t.equal(percentage(1, 3), 33.3333)
  t.equal(percentage(0, 0), null)
  t.equal(entropyOf([5, 5, 5, 5]), 2)
  t.equal(entropyOf([7]), 0)
  t.equal(entropyOf([]), 0)
  t.equal(lengthStatsOf([]), null)
  t.same(lengthStatsOf([3, 1, 2, 10]), { min: 1, max: 10, mean: 4, median: 2, p95: 10 })
  t.equal(patternOf('AB-1234 xÜ'), 'A{2}-9{4} aA')
  t.equal(patternOf(''), '')
  t.ok(patternOf('a1'.repeat(20)).endsWith('…'))
  t.ok(patternOf('a'.repeat(300)).endsWith('…'))
  t.equal(formatSignatureOf(new Map()), null)
  t.same(
    formatSignatureOf(
      new Map([
        ['A1', 3],
        ['b', 2],
        ['B2', 1],
        ['-', 1],
        ['.', 1],
        ['+', 1],
        ['*', 1],
      ]),
    ),
    {
      patterns: [
        { pattern: 'A9', share: 0.4 },
        { pattern: 'a', share: 0.2 },
        { pattern: '-', share: 0.1 },
        { pattern: '.', share: 0.1 },
        { pattern: '+', share: 0.1 },
      ],
      other_share: 0.1,
    },
  )
})

t.test('secrets and personal data are detected by names and values', async (t) => {
  t.equal(isCardNumber('4111 1111 1111 1111'), true)
  t.equal(isCardNumber('5500005555555559'), true)
  t.equal(isCardNumber('4111 1111 1111 1112'), false)
  t.equal(isCardNumber('9111 1111 1111 1111'), false)
  t.equal(isIban('DE89 3704 0044 0532 0130 00'), true)
  t.equal(isIban('DE89 3704 0044 0532 0130 01'), false)
  t.equal(isIban('Delivery'), false)
  for (const [text, want] of [
    ['+49 30 1234567', true],
    ['(425) 555-0178 ext. 3', true],
    ['555-0178', true],
    ['2024-03-01', false],
    ['31-12-2020', false],
    ['12/31/2020 10:00', false],
    ['1.2.2020', false],
    ['2020/12/31', false],
    ['2020-2021', false],
    ['12.5', false],
    ['1234567890123456', false],
    ['12345678', false],
  ] as const) {
    t.equal(isPhone(text), want, text)
  }
  for (const [text, want] of [
    ['zX9kQ2mV7bN4cT1wR8yL', true],
    ['d41d8cd98f00b204e9800998ecf8427e', true],
    ['0b5c7a1e-0000-4000-8000-000000000000', false],
    ['a_rather_long_identifier', false],
    ['two words of more than 20', false],
    ['short1', false],
  ] as const) {
    t.equal(isToken(text), want, text)
  }
  const judge = (columnName: string, texts: string[] = [], tableName = 'things', family = 'text') =>
    sensitivityOf({ tableName, columnName, family: family as 'text', texts })
  for (const [name, want] of [
    ['password_hash', 'secret'],
    ['apiKey', 'secret'],
    ['EMail', 'personal'],
    ['home_address', 'personal'],
    ['manager_name', 'personal'],
    ['name', null],
    ['token_count', null],
    ['email_verified', null],
    ['color', null],
    ['', null],
  ] as const) {
    t.equal(judge(name), want, name)
  }
  t.equal(judge('name', [], 'customers'), 'personal')
  t.equal(judge('has_password', [], 'things', 'boolean'), null)
  const column = (text: string, share = 1): string[] =>
    range(100, (index) => (index < share * 100 ? text : `x${index}`))
  for (const [text, share, want] of [
    ['write to me@example.com', 0.01, 'personal'],
    ['$2b$12$abcdefghijklmnopqrstuv', 0.01, 'secret'],
    ['4111111111111111', 0.9, 'personal'],
    ['4111111111111111', 0.05, null],
    ['GB82 WEST 1234 5698 7654 32', 0.5, 'personal'],
    ['078-05-1120', 0.5, 'personal'],
    ['+1 425 555 0178', 0.5, 'personal'],
    ['12 Main Street', 0.5, 'personal'],
    ['Hauptstraße 5', 0.5, 'personal'],
    ['zX9kQ2mV7bN4cT1wR8yL', 0.5, 'secret'],
    ['blue', 1, null],
  ] as const) {
    t.equal(judge('remark', column(text, share)), want, `${text} ${share}`)
  }
  t.equal(judge('ref', ['4111111111111111'], 'things', 'uuid'), null)
})

t.test('the profile of a column', async (t) => {
  const { profile, sketch, sensitivity, isUniqueInSample } = profileOf('color', 'text', [
    ...range(6, () => 'red'),
    ...range(3, () => 'blue'),
    null,
  ])
  t.match(profile, {
    null_pct: 10,
    distinct_pct: 22.2222,
    approx_distinct_count: 2,
    enum_cardinality: 2,
    sample_values: ['red', 'blue'],
    length_stats: { min: 3, max: 4, mean: 3.33, median: 3, p95: 4 },
    format_signature: { patterns: [{ pattern: 'a{3}', share: 0.6667 }, { pattern: 'a{4}' }], other_share: 0 },
    entropy: 0.918296,
    semantic_type: 'category',
    role: 'dimension',
  })
  t.same([sensitivity, isUniqueInSample, sketch.isComplete], [null, false, true])
  t.same(profile.minhash_signature, sketch.hashes)

  const secret = profileOf('password', 'text', ['a', 'b'])
  t.match(secret.profile, { sample_values: null, minhash_signature: null, format_signature: null })
  t.same(secret.sketch.hashes, [])
  const personal = profileOf('email', 'text', ['a@example.com', 'b@example.com'])
  t.match(personal.profile, { sample_values: null, semantic_type: 'email' })
  t.equal(personal.profile.minhash_signature?.length, 2)
})

t.test('a sample represents its table', async (t) => {
  const values = range(100, (index) => index)
  const unique = profileOf('id', 'bigint', values, { row_count: 5000, is_complete: false })
  t.match(unique.profile, {
    approx_distinct_count: 5000,
    distinct_pct: 100,
    semantic_type: 'identifier',
    role: 'key',
  })
  const unknown = profileOf('id', 'bigint', values, { row_count: null, is_complete: false })
  t.match(unknown.profile, { approx_distinct_count: 100, distinct_pct: 100 })
  const empty = profileOf('id', 'bigint', [])
  t.match(empty.profile, { null_pct: null, approx_distinct_count: 0, entropy: null, length_stats: null })
  t.equal(empty.isUniqueInSample, false)
  const unread = profileOf('note', 'text', [], { row_count: 10, is_complete: false })
  t.match(unread.profile, { approx_distinct_count: null, semantic_type: null, role: 'attribute' })

  const limits = { ...defaultProfilingOptions, maxValueCharacters: 10, maxColumnCharacters: 100, maxRows: 50 }
  const long = profileColumn(
    sampleOf(
      'note',
      'text',
      range(100, (index) => `${index}`.padEnd(500, '😀')),
      { row_count: null },
    ),
    0,
    limits,
  )
  t.ok(Number(long.profile.length_stats?.max) > 200, 'lengths are those of whole values')
  t.ok(String(long.profile.sample_values?.[0]).length < 40, 'values are truncated')
  t.ok(Number(long.profile.approx_distinct_count) < 10, 'not all values were read')
})

t.test('equal values of different types have equal signatures', async (t) => {
  const ofInteger = profileOf('n', 'integer', [1, 2, 3])
  const ofText = profileOf('n', 'text', ['1', '2', '3'])
  const ofBigint = profileOf('n', 'bigint', [1n, 2n, 3n])
  t.same(ofInteger.profile.minhash_signature, ofText.profile.minhash_signature)
  t.same(ofInteger.profile.minhash_signature, ofBigint.profile.minhash_signature)
})

t.test('values and names determine the semantic type and the role of a column', async (t) => {
  const many = (item: (index: number) => unknown) => range(200, item)
  const rows: [string, string, unknown[], string | null, string][] = [
    ['ref', 'uuid', many(() => null), 'uuid', 'attribute'],
    ['created', 'timestamptz', [new Date()], 'timestamp', 'timestamp'],
    ['is_new', 'boolean', [true, false], 'boolean', 'dimension'],
    ['u', 'text', many((n) => `https://example.com/${n}`), 'url', 'attribute'],
    ['host', 'text', many((n) => `10.0.0.${n}`), 'ip_address', 'attribute'],
    ['seen', 'text', many((n) => `2024-01-01T10:00:${n % 60}`), 'timestamp', 'timestamp'],
    ['seen', 'text', many((n) => `2024-01-${10 + (n % 20)}`), 'date', 'timestamp'],
    ['opens', 'text', many((n) => `1${n % 10}:30`), 'time', 'dimension'],
    ['payload', 'text', many((n) => `{"a":${n}}`), 'json', 'attribute'],
    ['payload', 'text', many((n) => `{"a":${n}`), 'free_text', 'text'],
    ['flag', 'text', many((n) => (n % 2 ? 'Y' : 'N')), 'boolean', 'dimension'],
    ['is_new', 'integer', many((n) => n % 2), 'boolean', 'dimension'],
    ['cur', 'text', many((n) => (n % 2 ? 'EUR' : 'USD')), 'currency_code', 'dimension'],
    ['country', 'text', many((n) => (n % 2 ? 'DE' : 'FR')), 'country_code', 'dimension'],
    ['language', 'text', many((n) => (n % 2 ? 'de' : 'pt_BR')), 'language_code', 'dimension'],
    ['zip', 'text', many((n) => `${10_000 + n}`), 'postal_code', 'attribute'],
    ['hotline', 'text', many((n) => `+49 30 12345${n}`), 'phone', 'attribute'],
    ['lat', 'double precision', many((n) => n / 10), 'latitude', 'attribute'],
    ['lng', 'double precision', many((n) => n / 10), 'longitude', 'attribute'],
    ['year', 'integer', many((n) => 1900 + n), 'year', 'dimension'],
    ['share', 'text', many((n) => `${n % 90} %`), 'percentage', 'measure'],
    ['discount', 'numeric', many((n) => n / 4), 'percentage', 'measure'],
    ['price', 'numeric(8,2)', many((n) => n * 1.5), 'amount', 'measure'],
    ['quantity', 'integer', many((n) => n), 'quantity', 'measure'],
    ['customer_id', 'integer', many((n) => n % 70), 'identifier', 'foreign_key'],
    ['thing_id', 'integer', many((n) => n), 'identifier', 'key'],
    ['x', 'integer', many((n) => n % 70), 'number', 'measure'],
    ['x', 'integer', many((n) => n % 7), 'number', 'dimension'],
    ['x', 'real', many((n) => n % 7), 'number', 'measure'],
    ['title', 'text', many((n) => `Thing ${n}`), 'name', 'attribute'],
    [
      'remark',
      'text',
      many((n) => `Thing ${n} has a rather long description of itself`),
      'free_text',
      'text',
    ],
    ['remark', 'text', many((n) => `Thing ${n}`), 'free_text', 'text'],
    ['kind', 'text', many((n) => `kind ${n % 80}`), 'category', 'dimension'],
    ['data', 'bytea', [new Uint8Array([1])], null, 'attribute'],
    ['x', 'integer', [], null, 'attribute'],
    ['_', 'integer', [7, 8, 9], 'number', 'measure'],
    ['_', 'text', ['x', 'y'], 'free_text', 'text'],
    ['lat', 'double precision', ['x'], 'number', 'measure'],
    ['country', 'text', ['XX', 'QQ'], 'free_text', 'text'],
  ]
  for (const [name, type, values, semanticType, role] of rows) {
    const { profile } = profileOf(name, type, values)
    t.match(profile, { semantic_type: semanticType, role }, `${name} ${type} ${String(values[0])}`)
  }
  const key = (name: string, values: unknown[], unique = false) =>
    profileOf(name, 'integer', values, {
      columns: [{ name, data_type: 'integer', is_nullable: false, is_primary_key: true }],
      unique_keys: unique ? [[name]] : [],
    }).profile
  t.match(key('id', [1, 2]), { semantic_type: 'identifier', semantic_type_confidence: 0.95, role: 'key' })
  t.match(key('x', [1, 1], true), { semantic_type: 'identifier', semantic_type_confidence: 0.8, role: 'key' })
  t.match(key('order_id', [1, 1]), { role: 'foreign_key' })
  t.match(key('line', [1, 1]), { role: 'key' })
})

t.test('a table is profiled within its limits', async (t) => {
  const column = (name: string, data_type: string) => ({
    name,
    data_type,
    is_nullable: true,
    is_primary_key: false,
  })
  const sample: TableSample = {
    schema_name: 'public',
    name: 'orders',
    row_count: 3,
    columns: [
      column('id', 'integer'),
      column('updated_at', 'timestamptz'),
      column('ordered_on', 'date'),
      column('birth_date', 'date'),
    ],
    unique_keys: [['id']],
    rows: [
      [1, new Date('2024-05-01T10:00:00Z'), '2024-01-01', '1990-01-01'],
      [2, new Date(Number.NaN), '2024-02-01', '1991-01-01'],
      [3, null, 'soon', '1992-01-01'],
    ],
    is_complete: true,
  }
  const { profile, columns, skipped } = profileTable(sample)
  t.same(skipped, [])
  t.equal(columns.length, 4)
  t.match(profile, {
    null_pct_overall: 8.3333,
    field_null_pct: { id: 0, updated_at: 33.3333 },
    field_distinct_pct: { id: 100 },
    earliest_timestamp: '2024-01-01T00:00:00.000Z',
    latest_timestamp: '2024-02-01T00:00:00.000Z',
    date_grain: 'month',
    is_staging_table: false,
  })
  t.same(
    profileTable(sample, { excludedColumns: ['ordered_on', 'updated_at'] }).profile.earliest_timestamp,
    null,
  )
  let now = 0
  const slow = profileTable(sample, { maxMilliseconds: 15, now: () => (now += 10) })
  t.same(slow.skipped, ['updated_at', 'ordered_on', 'birth_date'].slice(slow.columns.length - 1))
  const { profile: unknown } = profileTable({ ...sample, rows: [] })
  t.equal(unknown.null_pct_overall, null)
  t.strictSame([unknown.field_null_pct, unknown.field_distinct_pct], [{}, {}], 'unknown fields are left out')
  const none = profileTable({ ...sample, rows: [], columns: [] })
  t.match(none.profile, { null_pct_overall: null, earliest_timestamp: null, date_grain: null })

  const texts = (...values: string[]) => profileTable(sampleOf('at', 'timestamp', values)).profile
  t.equal(texts('2024-01-01 00:30:00', '2024-01-01 10:00:00').earliest_timestamp, '2024-01-01T00:30:00.000Z')
  t.equal(texts('2024-01-01 00:30:00+02').earliest_timestamp, '2023-12-31T22:30:00.000Z')
  t.equal(texts('2024-13-01').earliest_timestamp, null)
  t.equal(texts('0023-05-06').earliest_timestamp, '0023-05-06T00:00:00.000Z')
  t.equal(texts('2024-01-01 00:30').earliest_timestamp, '2024-01-01T00:30:00.000Z')
  t.equal(texts('2024-01-01 10:00:00 +0530').earliest_timestamp, '2024-01-01T04:30:00.000Z')
  for (const text of ['0753-04-21 08:00:00 BC', '0000-00-00', '0000-05-06', 'infinity']) {
    t.equal(texts(text, '2024-02-01').earliest_timestamp, '2024-02-01T00:00:00.000Z', text)
  }
})

t.test('dates are shown as dates, in whatever form they are written', async (t) => {
  for (const texts of [
    ['12/31/2020', '01/15/2021', '02/01/2021'],
    ['31-12-2020', '15-01-2021', '01-02-2021'],
    ['31.12.2020', '15.01.2021', '1.2.2021'],
  ]) {
    const [column] = profileTable(sampleOf('signed', 'text', texts)).columns
    t.match(column?.profile, { semantic_type: 'date', sample_values: texts }, texts.join())
  }
})

t.test('the grain of dates is the coarsest one that fits', async (t) => {
  for (const [want, ...times] of [
    ['year', '2023-01-01', '2024-01-01'],
    ['quarter', '2024-01-01', '2024-04-01'],
    ['month', '2024-01-01', '2024-02-01'],
    ['week', '2024-01-01', '2024-01-08'],
    ['day', '2024-01-01', '2024-01-02'],
    ['hour', '2024-01-01T01:00:00Z', '2024-01-02'],
    ['minute', '2024-01-01T01:01:00Z', '2024-01-02'],
    ['second', '2024-01-01T01:01:01Z', '2024-01-02'],
    [null, '2024-01-01', '2024-01-01'],
  ] as const) {
    t.equal(dateGrainOf(times.map((time) => new Date(time))), want, String(want))
  }
})

t.test('names of staging tables and copies are detected', async (t) => {
  for (const [schema, name, want] of [
    ['public', 'stg_orders', true],
    ['staging', 'orders', true],
    [null, 'orders_backup', true],
    [null, 'orders_20240131', true],
    [null, 'book_copy', false],
    [null, 'stage', false],
    [null, '_', false],
    [null, 'orders', false],
  ] as const) {
    t.equal(isStagingName(schema, name), want, `${schema}.${name}`)
  }
})
