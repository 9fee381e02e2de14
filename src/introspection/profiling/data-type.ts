/** Kinds of data types, across systems. */
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

/** The names of types by their family, as PostgreSQL, MySQL, SQLite, DuckDB, BigQuery and other systems write them. */
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
  // Of `timestamp with time zone` the first word is enough. These begin like something that they are not.
  ['bit varying', 'other'],
  ['long varbinary', 'binary'],
])

/** What columns of ClickHouse are wrapped in that says nothing of their values. */
const wrapper = /^(?:nullable|lowcardinality)\((.*)\)$/
/** An optional schema, then the name in words, then what is in brackets. */
const form = /^(?:(?:"[^"]*"|\w+)\.)?"?([a-z_]\w*(?: [a-z]+)*)"?\s*(?:\(([^)]*)\))?/

/** Types that hold a flag, or a number of one digit or bit, as nobody can tell without looking. */
const mayBeFlag = /^(?:bit(?:\(1\))?|tinyint\(1\).*)$/i

/** The words of a type's name, and what stands in brackets after it. */
function parsed(dataType: string | null | undefined): { words: string[]; argument: string | undefined } {
  const text = (dataType ?? '').trim().toLowerCase().replaceAll(/\s+/g, ' ')
  const type = wrapper.exec(text)?.[1] ?? text
  const [, name, argument] = /\[\d*\]$/.test(type) ? [] : (form.exec(type) ?? [])
  return { words: name?.split(' ') ?? [], argument }
}

/**
 * The kind of a data type as a system writes it, such as `int4`, `NUMBER(10,0)`, `character varying(20)`, `STRING`. It is
 * looked up by the name that the type begins with, and never looked for in labels, members, or names that people gave. Of
 * what a type of their own is built on, connectors tell.
 */
export function typeFamilyOf(dataType: string | null | undefined): TypeFamily {
  if (mayBeFlag.test((dataType ?? '').trim())) return 'boolean'
  const { words, argument } = parsed(dataType)
  for (let length = words.length; length > 0; length -= 1) {
    const family = families.get(words.slice(0, length).join(' '))
    // With a precision alone, the scale is 0 (SQL:2016, 6.1).
    if (family === 'decimal' && argument !== undefined && /^\d+(?:, ?0)?$/.test(argument)) return 'integer'
    if (family) return family
  }
  return 'other'
}

/** Whether a type is one of given labels, so that each of its values is a category. */
export const isEnumeration = (dataType: string | null | undefined): boolean =>
  /^(?:enum(?:8|16)?|set)$/.test(parsed(dataType).words.join(' '))

const flags = new Set(['0', '1', 'true', 'false'])
const whole = /^-?\d+$/
const fraction = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i

/**
 * The kind of a column by its type, and by its values where its type does not say: `tinyint(1)` and `bit` are flags when
 * they hold nothing else, and a column of SQLite may have no type, or `ANY`.
 *
 * @param values distinct values that are not null; they are looked at only where they decide
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
