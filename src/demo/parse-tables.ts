import type { components } from '../contract/handlers.ts'

/** The parsed definition of a column. */
export interface DemoColumn extends DemoText {
  name: string
  type: string
  isKey: boolean
  isRequired: boolean
  /** Its possible values. */
  values: string[]
  /** The table that it refers to: `schema.table`, or `table` in the same schema. */
  refersTo: string | undefined
}

/** The parsed definition of a table or an object. */
export interface DemoTable extends DemoText {
  name: string
  tableType: 'TABLE' | 'VIEW' | 'MATERIALIZED_VIEW'
  rowCount: number | undefined
  columns: DemoColumn[]
}

type DescriptionSource = components['schemas']['DescriptionSource']

/** A description with its layer, if any. */
export interface DemoText {
  description: string | undefined
  descriptionSource: DescriptionSource | undefined
}

const layers: Record<string, DescriptionSource> = {
  '': 'information_schema',
  ai: 'ai_generated',
  manual: 'manual_edit',
  imported: 'imported',
}
/** The description as in a request body. */
export const describedAs = ({ description, descriptionSource }: DemoText) =>
  description === undefined || descriptionSource === undefined
    ? {}
    : { description, description_source: descriptionSource }

const typesBySuffix: [RegExp, string][] = [
  [/_at$/, 'timestamp with time zone'],
  [/_on$/, 'date'],
  [/(^|_)(amount)$/, 'numeric(12,2)'],
  [/_(id|key|count)$|^id$/, 'bigint'],
  [/^(is|has)_/, 'boolean'],
]
const usualType = (name: string): string => typesBySuffix.find(([suffix]) => suffix.test(name))?.[1] ?? 'text'

const views: Record<string, DemoTable['tableType']> = {
  view: 'VIEW',
  materialized_view: 'MATERIALIZED_VIEW',
}

/** `words -- text`, `words --layer text` or `words`. */
function splitText(line: string): DemoText & { words: string[] } {
  const [, words = line, layer = '', description] = /^(.*?)\s*--(\w*) (.*)$/.exec(line) ?? []
  return {
    words: words.trim().split(/\s+/),
    description,
    descriptionSource: description === undefined ? undefined : layers[layer],
  }
}

/** `name [type] [key] [required] [> table] [= one|two] [--layer text]`; the name decides a missing type. */
function parseColumn(line: string): DemoColumn {
  const { words, ...text } = splitText(line)
  const [name = '', ...rest] = words
  const after = (sign: string): string | undefined =>
    rest.includes(sign) ? rest.splice(rest.indexOf(sign), 2)[1] : undefined
  const values = after('=')?.split('|') ?? []
  const refersTo = after('>')
  const isKey = rest.includes('key')
  const type = rest.find((word) => word !== 'key' && word !== 'required')?.replaceAll('_', ' ')
  return {
    name,
    type: type ?? (values.length > 0 ? 'text' : usualType(name)),
    isKey,
    isRequired: isKey || rest.includes('required'),
    values,
    refersTo,
    ...text,
  }
}

/**
 * Parses tables from lines. The line of a table is `name [rows | view | materialized_view] [--layer text]`;
 * the following, more indented lines have its columns, separated by `;`. The layer is `ai`, `manual` or
 * `imported`, and empty for a comment in the database itself.
 */
export function parseTables(text: string): DemoTable[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const indent = Math.min(...lines.map((line) => line.search(/\S/)))
  const tables: DemoTable[] = []
  for (const line of lines) {
    if (line.search(/\S/) > indent) {
      tables.at(-1)?.columns.push(...line.split(';').map((column) => parseColumn(column.trim())))
      continue
    }
    const { words, ...text } = splitText(line.trim())
    const [name = '', kind = ''] = words
    const rowCount = /^\d+$/.test(kind) ? Number(kind) : undefined
    tables.push({ name, tableType: views[kind] ?? 'TABLE', rowCount, columns: [], ...text })
  }
  return tables
}
