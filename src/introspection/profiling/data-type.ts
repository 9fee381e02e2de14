/** Families of data types, the same for all systems. */
export type TypeFamily =
  | 'integer'
  | 'decimal'
  | 'float'
  | 'text'
  | 'uuid'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'time'
  | 'json'
  | 'binary'
  | 'other'

/** The names of types by family, in PostgreSQL, MySQL, SQLite, DuckDB, BigQuery and other systems. */
const names: Partial<Record<TypeFamily, string>> = {
  integer:
    'int integer int1 int2 int3 int4 int8 int16 int32 int64 int128 int256 uint uint8 uint16 uint32 uint64 uint128 uint256 tinyint smallint mediumint bigint hugeint utinyint usmallint uinteger ubigint uhugeint byteint smallserial serial bigserial serial2 serial4 serial8 long short unsigned year oid rowid',
  decimal: 'numeric decimal dec number fixed money smallmoney bignumeric bigdecimal',
  float: 'float float4 float8 float32 float64 double real half binary_float binary_double',
  text: 'char character varchar varchar2 nchar nvarchar nvarchar2 bpchar national native varying text tinytext mediumtext longtext ntext string fixedstring clob nclob citext name enum enum8 enum16 set',
  uuid: 'uuid uniqueidentifier guid',
  boolean: 'bool boolean',
  date: 'date date32',
  timestamp:
    'timestamp timestamptz timestamp_s timestamp_ms timestamp_us timestamp_ns timestamp_tz timestamp_ntz timestamp_ltz datetime datetime2 datetime64 smalldatetime datetimeoffset',
  time: 'time timetz time_ns',
  json: 'json jsonb',
  binary: 'blob tinyblob mediumblob longblob bytea binary varbinary bytes raw image',
}
const families = new Map<string, TypeFamily>([
  ...Object.entries(names).flatMap(([family, list]) =>
    list.split(' ').map((name) => [name, family as TypeFamily] as const),
  ),
  ['long raw', 'binary'],
  ['long varchar', 'text'],
  // The first word is enough for e.g. `timestamp with time zone`, but would be misleading for these.
  ['bit varying', 'other'],
  ['long varbinary', 'binary'],
])

/** The wrappers of types in ClickHouse; the family is that of the wrapped type. */
const wrapper = /^(?:nullable|lowcardinality)\((.*)\)$/
/** An optional schema, the words of the name, and the text in parentheses. */
const form = /^(?:(?:"[^"]*"|\w+)\.)?"?([a-z_]\w*(?: [a-z]+)*)"?\s*(?:\(([^)]*)\))?/

/** Types that hold either flags or small numbers; only the values show which. */
const mayBeFlag = /^(?:bit(?:\(1\))?|tinyint\(1\).*)$/i

/** Splits a type into the words of its name and the text in parentheses. */
function parse(dataType: string | null | undefined): { words: string[]; argument: string | undefined } {
  const text = (dataType ?? '').trim().toLowerCase().replaceAll(/\s+/g, ' ')
  const type = wrapper.exec(text)?.[1] ?? text
  const [, name, argument] = /\[\d*\]$/.test(type) ? [] : (form.exec(type) ?? [])
  return { words: name?.split(' ') ?? [], argument }
}

/**
 * Returns the family of a data type as a system writes it, e.g. `int4`, `NUMBER(10,0)`, `character
 * varying(20)`, `STRING`. Only the beginning of the type is compared with known names, so labels of enums,
 * members of structs and user-defined names do not match. For a user-defined type, connectors pass the type
 * that it is based on.
 */
export function typeFamilyOf(dataType: string | null | undefined): TypeFamily {
  if (mayBeFlag.test((dataType ?? '').trim())) return 'boolean'
  const { words, argument } = parse(dataType)
  for (let length = words.length; length > 0; length -= 1) {
    const family = families.get(words.slice(0, length).join(' '))
    // A precision without a scale has the scale 0 (SQL:2016, 6.1).
    if (family === 'decimal' && argument !== undefined && /^\d+(?:, ?0)?$/.test(argument)) return 'integer'
    if (family) return family
  }
  return 'other'
}

/** Whether a type is an enumeration, so that each of its values is a category. */
export const isEnumeration = (dataType: string | null | undefined): boolean =>
  /^(?:enum(?:8|16)?|set)$/.test(parse(dataType).words.join(' '))

const flags = new Set(['0', '1', 'true', 'false'])
const whole = /^-?\d+$/
const fraction = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i

/**
 * Returns the family of a column by its type, and by its values if the type is ambiguous: `tinyint(1)` and
 * `bit` are flags if all values are, and a column in SQLite may have no type, or `ANY`.
 *
 * @param values distinct non-null values; they are read only if the type is ambiguous
 */
export function columnFamilyOf(dataType: string | null | undefined, values: Iterable<string>): TypeFamily {
  const type = (dataType ?? '').trim()
  if (mayBeFlag.test(type)) {
    if ([...values].every((text) => flags.has(text))) return 'boolean'
    return /^tinyint/i.test(type) ? 'integer' : 'other'
  }
  if (!/^(?:any)?$/i.test(type)) return typeFamilyOf(type)
  const texts = [...values]
  if (texts.length === 0) return 'other'
  if (texts.every((text) => whole.test(text))) return 'integer'
  return texts.every((text) => fraction.test(text)) ? 'float' : 'text'
}
