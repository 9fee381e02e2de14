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

const families: readonly (readonly [RegExp, TypeFamily])[] = [
  [/\[\]|^(?:array|struct|record|map|list|row|nested|variant|super|object)\b|^_/, 'other'],
  [/interval|range|geo|point|polygon|vector/, 'other'],
  [/uuid|uniqueidentifier|guid/, 'uuid'],
  [/^bool|^bit$|^bit\(1\)|^tinyint\(1\)/, 'boolean'],
  [/json|hstore|xml/, 'json'],
  [/timestamp|datetime/, 'timestamp'],
  [/^date/, 'date'],
  [/^time/, 'time'],
  [
    /int|serial|^number\(\d+(?:,\s*0)?\)|^(?:numeric|decimal)\(\d+,\s*0\)|^oid$|^year$|^long$|^rowid$/,
    'integer',
  ],
  [/numeric|decimal|number|money/, 'decimal'],
  [/float|double|real/, 'float'],
  [/char|text|string|clob|enum|^set\b|^name$/, 'text'],
  [/blob|bytea|binary|bytes|^raw/, 'binary'],
]

/** The kind of a data type as a system writes it, such as `int4`, `NUMBER(10,0)`, `character varying(20)`, `STRING`. */
export function typeFamilyOf(dataType: string | null | undefined): TypeFamily {
  const type = (dataType ?? '').trim().toLowerCase()
  return families.find(([pattern]) => pattern.test(type))?.[1] ?? 'other'
}
