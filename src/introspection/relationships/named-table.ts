import { type TypeFamily, typeFamilyOf } from '../profiling/data-type.ts'
import { singular, wordsOf } from '../words.ts'
import type { KnownColumn, KnownTable } from './known-table.ts'
import { personWords, pointers, selfWords, superiorWords } from './role-words.ts'

/** The column of a table, by names. */
export interface ColumnPlace {
  schema_name: string | null
  table_name: string
  column_name: string
}

/** A column with what its name says. */
export interface NamedColumn {
  table: NamedTable
  column: KnownColumn
  family: TypeFamily
  /** The words of its name without those that only say that it is a key. */
  stem: readonly string[]
  /** How many of the first words of `stem` are a prefix that the columns of its table share. */
  prefix: number
  /** The word that says that it is a key, such as `id` or `code`; undefined without one. */
  keyWord: string | undefined
  /** Whether these words are the whole name of another base table of its schema. */
  namesAnother: boolean
}

/** Why the values of a column identify the rows of its table. */
export type Uniqueness = 'primary_key' | 'unique_key' | 'unique_in_sample' | 'assumed'

/** A column that others may refer to. */
export interface KeyColumn extends NamedColumn {
  uniqueness: Uniqueness
}

/** A table with what its names say. */
export interface NamedTable {
  known: KnownTable
  /** Spellings of what a row of it is, the fullest first, as words: `dim_sales_order` is `sales order`. */
  entities: readonly (readonly string[])[]
  /** Whether its name is that of two other base tables of its schema, one after the other. */
  isLink: boolean
  columns: readonly NamedColumn[]
  keys: readonly KeyColumn[]
}

const keyWords = new Set([
  'id',
  'key',
  'sk',
  'pk',
  'fk',
  'code',
  'number',
  'uuid',
  'guid',
  'oid',
  'reference',
])
const gluedKey = /^(.{2,})(?:id|key|code|no|num|sk|fk|pk)$/
/** Letters of a table's name that are looked for behind others that are glued to it. */
const shortestName = 4
const roleWords = new Set([...selfWords, ...superiorWords, ...personWords])
/** Words at the beginning or the end of a table's name that say what kind of table it is, not what is in it. */
const kindsBefore = new Set(
  'dim dimension fact fct tbl table v vw view stg staging stage raw tmp temp bkp src mst lkp lkup lookup'.split(
    ' ',
  ),
)
const kindsAfter = new Set(
  'dim dimension fact fct tbl table vw view stg staging tmp temp bkp bak backup old mst master lkp lkup lookup'.split(
    ' ',
  ),
)

const startsWith = (words: readonly string[], start: readonly string[]): boolean =>
  start.length < words.length && start.every((word, index) => words[index] === word)

/** The words of a table's name without those for its kind, unless nothing is left. */
function entityOf(words: readonly string[]): readonly string[] {
  const start = words.length > 1 && kindsBefore.has(words[0] as string) ? 1 : 0
  const rest = words.slice(start)
  return rest.length > 1 && kindsAfter.has(rest.at(-1) as string) ? rest.slice(0, -1) : rest
}

/** A first word that most tables of a database begin with, such as `wp` in `wp_posts`. */
function sharedTableWord(entities: readonly (readonly string[])[]): string | undefined {
  const counts = new Map<string, number>()
  for (const [first, ...rest] of entities) {
    if (first && rest.length > 0) counts.set(first, (counts.get(first) ?? 0) + 1)
  }
  const [word, count] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? ['', 0]
  return count >= 5 && count >= 0.6 * entities.length ? word : undefined
}

/**
 * Splits `custkey` into `cust`, `key`, where a table is called something that begins with `cust`, and `owneruserid` into
 * `owner`, `user`, `id`, where a table is called `user`.
 */
function unglued(
  words: readonly string[],
  vocabulary: ReadonlySet<string>,
  names: ReadonlySet<string>,
): readonly string[] {
  const last = words.at(-1) ?? ''
  const stem = gluedKey.exec(last)?.[1]
  if (stem === undefined || vocabulary.has(last)) return words
  const [before, keyWord] = [words.slice(0, -1), wordsOf(last.slice(stem.length))]
  const whole = wordsOf(stem)
  if (whole.every((word) => vocabulary.has(word) || roleWords.has(word))) {
    return [...before, ...whole, ...keyWord]
  }
  for (let start = 2; start <= stem.length - shortestName; start += 1) {
    const name = singular(stem.slice(start))
    if (names.has(name)) return [...before, stem.slice(0, start), name, ...keyWord]
  }
  return words
}

/** The word that at least 70 % of the columns begin with, and never alone. */
function sharedColumnWord(names: readonly (readonly string[])[]): string | undefined {
  const first = names[0]?.[0]
  const sharing = names.filter((words) => words.length > 1 && words[0] === first)
  const common = names.length >= 3 && sharing.length >= 0.7 * names.length
  return common ? first : undefined
}

/** Whether the values of a column identify rows, as far as its profile tells. */
function isUniqueInSample({ distinct_pct, null_pct, approx_distinct_count }: KnownColumn): boolean {
  return distinct_pct === 100 && null_pct === 0 && (approx_distinct_count ?? 0) > 1
}

/** Whether a column is the first of a table without rows, and says that it is a key of its own. */
function isFirstOfEmpty({ column, table, keyWord, namesAnother }: NamedColumn): boolean {
  const isFirst = table.known.columns[0] === column
  return isFirst && keyWord !== undefined && !namesAnother && column.approx_distinct_count === 0
}

const keyFamilies = new Set<TypeFamily>(['integer', 'decimal', 'text', 'uuid'])
const anyTypes = new Set(['', 'any', 'sql_variant', 'variant'])

/** Whether a column takes values of any type, so that its values alone say what it may refer to. */
export const isUntyped = ({ column }: NamedColumn): boolean =>
  anyTypes.has((column.data_type ?? '').trim().toLowerCase())

const isKeyLike = (column: NamedColumn): boolean => keyFamilies.has(column.family) || isUntyped(column)

/**
 * The single columns that identify rows: as declared; else one as the sample shows or the names let expect, and unique
 * codes beside it.
 */
function keysOf(table: NamedTable): KeyColumn[] {
  const { primary_key, unique_keys } = table.known
  const singles = unique_keys.filter((key) => key.length === 1).map(([name]) => name)
  const declared = table.columns.flatMap((column): KeyColumn[] => {
    if (primary_key.length === 1 && primary_key[0] === column.column.name) {
      return [{ ...column, uniqueness: 'primary_key' }]
    }
    return singles.includes(column.column.name) ? [{ ...column, uniqueness: 'unique_key' }] : []
  })
  const likely = table.columns.filter(
    (column, index) =>
      isKeyLike(column) && (index === 0 || (column.keyWord !== undefined && !column.namesAnother)),
  )
  const own = likely.find((column) => isOwnKeyName(column, table))
  if (primary_key.length > 0) return declared
  if (declared.length > 0) {
    // A table may have a unique key and say by its name alone which column is the primary one.
    const isKnown = declared.some(({ column }) => column === own?.column)
    return own && !isKnown && isUniqueInSample(own.column)
      ? [{ ...own, uniqueness: 'unique_in_sample' }, ...declared]
      : declared
  }
  const tells = own?.column.distinct_pct != null && (own.column.approx_distinct_count ?? 0) > 1
  if (own && !tells) return [{ ...own, uniqueness: 'assumed' }]
  // Each of the two that a link leads to may occur once by chance.
  if (table.isLink && !own) return []
  const first = [own, ...likely].find((column) => column && isUniqueInSample(column.column))
  const [leading] = likely
  if (!first && leading && isFirstOfEmpty(leading)) return [{ ...leading, uniqueness: 'assumed' }]
  const codes = likely.filter(
    (column) => column !== first && column.keyWord === 'code' && isUniqueInSample(column.column),
  )
  return [...(first ? [first] : []), ...codes].map((column) => ({
    ...column,
    uniqueness: 'unique_in_sample',
  }))
}

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((word, index) => word === other[index])

const isEndingOf = (word: string, name: string): boolean => word.length >= shortestName && name.endsWith(word)

/** Whether the name of a column says that it is the key of its own table: `id`, or `customer_id` in customers. */
export function isOwnKeyName(
  { stem, prefix, keyWord, namesAnother }: NamedColumn,
  { entities }: NamedTable,
): boolean {
  const plain = stem.slice(prefix)
  if (plain.length === 0) return true
  return (
    keyWord !== undefined &&
    entities.some((entity) => {
      const tail = entity.slice(-plain.length)
      const isAbbreviated = plain.every((word, index) => word.length > 2 && tail[index]?.startsWith(word))
      if (same(stem, entity)) return true
      // Words that are glued together: `territoryid` in `salesterritory`.
      const isEnding =
        plain.length === 1 && entity.length === 1 && isEndingOf(plain[0] as string, entity[0] as string)
      if (isEnding && !namesAnother) return true
      return !namesAnother && (same(plain, tail) || (tail.length === plain.length && isAbbreviated))
    })
  )
}

/** Whether the name of a column ends in a word that says that it points to something. */
export const isPointing = ({ stem }: NamedColumn): boolean =>
  stem.length > 1 && pointers.has(stem.at(-1) as string)

/** Where a column is, by names. */
export const placeOfColumn = ({ table, column }: NamedColumn): ColumnPlace => ({
  schema_name: table.known.schema_name,
  table_name: table.known.name,
  column_name: column.name,
})

/** Whether a table is a base table, rather than a view or a copy. */
export const isBase = ({ known }: NamedTable): boolean =>
  known.table_type === 'TABLE' && !known.is_staging_table

/** Makes the function that tells whether words are the whole name of another base table of the schema of a table. */
function createOthers(tables: readonly NamedTable[]) {
  const named = new Map<string, NamedTable[]>()
  const phraseOf = ({ known }: NamedTable, words: readonly string[]): string =>
    `${known.schema_name}\0${words.join(' ')}`
  for (const table of tables) {
    for (const entity of isBase(table) ? table.entities : []) {
      const phrase = phraseOf(table, entity)
      const list = named.get(phrase)
      if (!list) named.set(phrase, [table])
      else if (list.length < 2) list.push(table)
    }
  }
  return (table: NamedTable, words: readonly string[]): boolean =>
    (named.get(phraseOf(table, words)) ?? []).some((other) => other !== table)
}

type Draft = { -readonly [Part in keyof NamedTable]: NamedTable[Part] }

/** Reads the names of the tables and columns of a database. */
export function nameTables(tables: readonly KnownTable[]): NamedTable[] {
  const names = tables.map(({ name }) => entityOf(wordsOf(name)))
  const shared = sharedTableWord(names)
  const vocabulary = new Set<string>()
  for (const [word = ''] of names.filter(({ length }) => length === 1)) {
    // So do its endings, where words are glued together.
    for (let start = 1; start <= word.length - shortestName; start += 1) vocabulary.add(word.slice(start))
  }
  for (const word of names.flat()) {
    vocabulary.add(word)
    // Its beginnings stand for the word: see `unglued`.
    for (let length = 3; length < word.length; length += 1) vocabulary.add(word.slice(0, length))
  }
  const named = tables.map((known, index): Draft => {
    const entity = names[index] as readonly string[]
    const entities = shared && startsWith(entity, [shared]) ? [entity, entity.slice(1)] : [entity]
    return { known, entities, isLink: false, columns: [], keys: [] }
  })
  const singleNames = new Set(
    names
      .filter(({ length }) => length === 1)
      .flatMap(([name = '']) => (name.length >= shortestName ? name : [])),
  )
  const namesOther = createOthers(named)
  for (const table of named) {
    const { known } = table
    const words = known.columns.map(({ name }) => unglued(wordsOf(name), vocabulary, singleNames))
    const shared = sharedColumnWord(words)
    table.isLink = table.entities.some((entity) =>
      entity.some(
        (_, place) =>
          place > 0 && namesOther(table, entity.slice(0, place)) && namesOther(table, entity.slice(place)),
      ),
    )
    table.columns = known.columns.map((column, place) => {
      const all = words[place] as readonly string[]
      const keyWord = all.findLast((word) => keyWords.has(word))
      const stem = keyWord !== undefined && all.at(-1) === keyWord ? all.slice(0, -1) : all
      const prefix = shared !== undefined && stem[0] === shared ? 1 : 0
      return {
        table,
        column,
        family: typeFamilyOf(column.data_type),
        stem,
        prefix,
        keyWord: stem === all ? undefined : keyWord,
        namesAnother: namesOther(table, stem.slice(prefix)),
      }
    })
    table.keys = keysOf(table)
  }
  return named
}
