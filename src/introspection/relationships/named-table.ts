import { type TypeFamily, typeFamilyOf } from '../profiling/data-type.ts'
import { singular, wordsOf } from '../words.ts'
import type { KnownColumn, KnownTable } from './known-table.ts'
import { personWords, prepositions, selfWords, superiorWords } from './role-words.ts'

/** The names that lead to a column within a database. */
export interface ColumnPath {
  schema_name: string | null
  table_name: string
  column_name: string
}

/** A column with its parsed name. */
export interface NamedColumn {
  table: NamedTable
  column: KnownColumn
  family: TypeFamily
  /** The words of the name without its key word. */
  stem: readonly string[]
  /** The number of words at the beginning of `stem` that the columns of the table share as a prefix. */
  prefix: number
  /** The word that marks the column as a key, e.g. `id` or `code`; undefined without one. */
  keyWord: string | undefined
  /** Whether the stem without the prefix is the whole name of another base table of the schema. */
  namesAnother: boolean
}

/** The reason why the values of a column identify the rows of its table. */
export type Uniqueness = 'primary_key' | 'unique_key' | 'unique_in_sample' | 'assumed'

/** A column that other columns may refer to. */
export interface KeyColumn extends NamedColumn {
  uniqueness: Uniqueness
}

/** A table with its parsed names. */
export interface NamedTable {
  known: KnownTable
  /**
   * The names of what a row stands for, as words, the longest first: `dim_sales_order` gives `sales order`.
   */
  entities: readonly (readonly string[])[]
  /** Whether the name consists of the names of two other base tables of the schema, e.g. `user_role`. */
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
const joinedKey = /^(.{2,})(?:id|key|code|no|num|sk|fk|pk)$/
/** The least letters of a table name that is searched for within a word. */
const minimumNameLength = 4
const roleWords = new Set([...selfWords, ...superiorWords, ...personWords])
/** Words at the beginning or the end of a table name for the kind of table and not for its contents. */
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

/** Removes the words for the kind of table from the words of its name, unless none would be left. */
function entityOf(words: readonly string[]): readonly string[] {
  const start = words.length > 1 && kindsBefore.has(words[0] as string) ? 1 : 0
  const rest = words.slice(start)
  return rest.length > 1 && kindsAfter.has(rest.at(-1) as string) ? rest.slice(0, -1) : rest
}

/** Finds the first word of most table names of a database, e.g. `wp` of `wp_posts`. */
function sharedTableWord(entities: readonly (readonly string[])[]): string | undefined {
  const counts = new Map<string, number>()
  for (const [first, ...rest] of entities) {
    if (first && rest.length > 0) counts.set(first, (counts.get(first) ?? 0) + 1)
  }
  const [word, count] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? ['', 0]
  return count >= 5 && count >= 0.6 * entities.length ? word : undefined
}

/**
 * Splits words that are written together: `custkey` into `cust`, `key`, if a table name begins with `cust`;
 * and `owneruserid` into `owner`, `user`, `id`, if a table is called `user`.
 */
function splitJoinedWords(
  words: readonly string[],
  vocabulary: ReadonlySet<string>,
  names: ReadonlySet<string>,
): readonly string[] {
  const last = words.at(-1) ?? ''
  const stem = joinedKey.exec(last)?.[1]
  if (stem === undefined || vocabulary.has(last)) return words
  const [before, keyWord] = [words.slice(0, -1), wordsOf(last.slice(stem.length))]
  const whole = wordsOf(stem)
  if (whole.every((word) => vocabulary.has(word) || roleWords.has(word))) {
    return [...before, ...whole, ...keyWord]
  }
  for (let start = 2; start <= stem.length - minimumNameLength; start += 1) {
    const name = singular(stem.slice(start))
    if (names.has(name)) return [...before, stem.slice(0, start), name, ...keyWord]
  }
  return words
}

/**
 * Finds the word with which at least 70 % of the column names begin; names of that word alone do not count.
 */
function sharedColumnWord(names: readonly (readonly string[])[]): string | undefined {
  const first = names[0]?.[0]
  const sharing = names.filter((words) => words.length > 1 && words[0] === first)
  const common = names.length >= 3 && sharing.length >= 0.7 * names.length
  return common ? first : undefined
}

/** Whether the values of a column identify rows, by its profile. */
function isUniqueInSample({ distinct_pct, null_pct, approx_distinct_count }: KnownColumn): boolean {
  return distinct_pct === 100 && null_pct === 0 && (approx_distinct_count ?? 0) > 1
}

/** Whether a column is the first one of a table without rows, and has the name of a key of that table. */
function isFirstOfEmpty({ column, table, keyWord, namesAnother }: NamedColumn): boolean {
  const isFirst = table.known.columns[0] === column
  return isFirst && keyWord !== undefined && !namesAnother && column.approx_distinct_count === 0
}

const keyFamilies = new Set<TypeFamily>(['integer', 'decimal', 'text', 'uuid'])
const anyTypes = new Set(['', 'any', 'sql_variant', 'variant'])

/** Whether a column takes values of any type, so that only its values show what it may refer to. */
export const isUntyped = ({ column }: NamedColumn): boolean =>
  anyTypes.has((column.data_type ?? '').trim().toLowerCase())

const isKeyLike = (column: NamedColumn): boolean => keyFamilies.has(column.family) || isUntyped(column)

/**
 * Returns the columns that identify rows by themselves. These are the declared keys; without a declared
 * primary key, also the column that is the key by its name or its sample, and unique codes.
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
    // A table may declare only a unique key, and show by a column name which column is the primary key.
    const isKnown = declared.some(({ column }) => column === own?.column)
    return own && !isKnown && isUniqueInSample(own.column)
      ? [{ ...own, uniqueness: 'unique_in_sample' }, ...declared]
      : declared
  }
  const hasProfile = own?.column.distinct_pct != null && (own.column.approx_distinct_count ?? 0) > 1
  if (own && !hasProfile) return [{ ...own, uniqueness: 'assumed' }]
  // In a link table, the columns that refer to the linked tables may be unique by chance.
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

const isEndingOf = (word: string, name: string): boolean =>
  word.length >= minimumNameLength && name.endsWith(word)

/** Whether a column has the name of the key of its own table, e.g. `id`, or `customer_id` in `customers`. */
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
      // Words that are written together, e.g. `territoryid` in `salesterritory`.
      const isEnding =
        plain.length === 1 && entity.length === 1 && isEndingOf(plain[0] as string, entity[0] as string)
      if (isEnding && !namesAnother) return true
      return !namesAnother && (same(plain, tail) || (tail.length === plain.length && isAbbreviated))
    })
  )
}

/** Whether the name of a column ends in a preposition, which makes it a reference. */
export const isPointing = ({ stem }: NamedColumn): boolean =>
  stem.length > 1 && prepositions.has(stem.at(-1) as string)

/** Returns the path of a column. */
export const columnPathOf = ({ table, column }: NamedColumn): ColumnPath => ({
  schema_name: table.known.schema_name,
  table_name: table.known.name,
  column_name: column.name,
})

/** Whether a table is a base table and not a view or a copy. */
export const isBase = ({ known }: NamedTable): boolean =>
  known.table_type === 'TABLE' && !known.is_staging_table

/** Creates the function that tests whether words are the name of another base table of the schema. */
function createNamesOther(tables: readonly NamedTable[]) {
  const tablesByPhrase = new Map<string, NamedTable[]>()
  const phraseOf = ({ known }: NamedTable, words: readonly string[]): string =>
    `${known.schema_name}\0${words.join(' ')}`
  for (const table of tables) {
    for (const entity of isBase(table) ? table.entities : []) {
      const phrase = phraseOf(table, entity)
      const list = tablesByPhrase.get(phrase)
      if (!list) tablesByPhrase.set(phrase, [table])
      // Two are enough to find another one.
      else if (list.length < 2) list.push(table)
    }
  }
  return (table: NamedTable, words: readonly string[]): boolean =>
    (tablesByPhrase.get(phraseOf(table, words)) ?? []).some((other) => other !== table)
}

type Draft = { -readonly [Part in keyof NamedTable]: NamedTable[Part] }

/** Parses the names of the tables and columns of a database. */
export function nameTables(tables: readonly KnownTable[]): NamedTable[] {
  const names = tables.map(({ name }) => entityOf(wordsOf(name)))
  const shared = sharedTableWord(names)
  const vocabulary = new Set<string>()
  for (const [word = ''] of names.filter(({ length }) => length === 1)) {
    // Endings count as words, too, since names may be written together.
    for (let start = 1; start <= word.length - minimumNameLength; start += 1)
      vocabulary.add(word.slice(start))
  }
  for (const word of names.flat()) {
    vocabulary.add(word)
    // Beginnings count as abbreviations; see `splitJoinedWords`.
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
      .flatMap(([name = '']) => (name.length >= minimumNameLength ? name : [])),
  )
  const namesOther = createNamesOther(named)
  for (const table of named) {
    const { known } = table
    const columnWords = known.columns.map(({ name }) =>
      splitJoinedWords(wordsOf(name), vocabulary, singleNames),
    )
    const shared = sharedColumnWord(columnWords)
    table.isLink = table.entities.some((entity) =>
      entity.some(
        (_, index) =>
          index > 0 && namesOther(table, entity.slice(0, index)) && namesOther(table, entity.slice(index)),
      ),
    )
    table.columns = known.columns.map((column, index) => {
      const all = columnWords[index] as readonly string[]
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
