import { isBase, isPointing, type KeyColumn, type NamedColumn, type NamedTable } from './named-table.ts'
import { personTables, personWords, selfWords, superiorWords } from './role-words.ts'

/** How the name of a column relates to a key. */
export type NameRelation =
  | 'table_name'
  | 'key_name'
  | 'end_of_table_name'
  | 'abbreviation'
  | 'self_reference'
  | 'role_of_person'
  | 'none'

/** A key that a column may refer to by its name. */
export interface NameMatch {
  key: KeyColumn
  relation: NameRelation
  /** The words that match. */
  matched: string
  /** The words before them, which name the role, e.g. `billing`. */
  role: string
  /** The strength of the evidence, 0 to 1. */
  strength: number
}

interface Entry {
  key: KeyColumn
  relation: NameRelation
}

/** The strength of a name of just the matching words, and of one with words before them. Tuned by hand. */
const strengths = {
  table_name: [0.96, 0.86],
  key_name: [0.97, 0.86],
  end_of_table_name: [0.66, 0.5],
  abbreviation: [0.78, 0.7],
} as const

/** Words that are the names of columns in too many tables to identify one. */
const plainWords = new Set(
  `name title label value type status description email slug date time year quarter month week day hour minute position
  order sequence version level rank`.split(/\s+/),
)

/** Whether words are a name that columns of any table may have. */
export const isPlain = (words: readonly string[]): boolean =>
  words.length === 1 && plainWords.has(words[0] as string)

/** The most keys for one phrase within a schema. */
const maxEntries = 64
/** The most keys for one phrase in all schemas; a database may have a schema for each tenant. */
const maxEntriesInOtherSchemas = 16
/** The most keys that are scored for one column. */
const maxMatches = 24
/** The most words of a phrase. */
const maxPhrase = 5

/** Returns the tails of a list of words, the longest first: `bill to customer`, `to customer`, `customer`. */
const tailsOf = (words: readonly string[]): string[] =>
  words.slice(-maxPhrase).map((_, index, lastWords) => lastWords.slice(index).join(' '))

/**
 * Abbreviates two or three words by their beginnings: `cdemo` and `custdemo` for `customer demographics`. The
 * beginning of the last word has at least three letters, so `cd` is too short.
 */
function abbreviationsOf(words: readonly string[]): string[] {
  if (words.length < 2 || words.length > 3) return []
  const beginnings = (word: string, from: number): string[] =>
    Array.from({ length: Math.max(0, Math.min(word.length, 8) - from + 1) }, (_, index) =>
      word.slice(0, from + index),
    )
  const [last, ...before] = words.toReversed() as [string, ...string[]]
  let heads = ['']
  for (const word of before.toReversed()) {
    heads = heads.flatMap((head) =>
      beginnings(word, 1)
        .slice(0, 4)
        .map((start) => head + start),
    )
  }
  return heads.flatMap((head) => beginnings(last, 3).map((end) => head + end))
}

const isPersonal = ({ entities: [entity] }: NamedTable): boolean => personTables.has(entity?.at(-1) as string)

const inSchema = ({ known }: NamedTable, phrase: string): string => `${known.schema_name}\0${phrase}`

/** Creates an index of the keys of a database by the phrases with which column names may refer to them. */
export function createNameIndex(tables: readonly NamedTable[]) {
  const entries = new Map<string, Entry[]>()
  const beginnings = new Map<string, Set<string>>()
  const personKeys: KeyColumn[] = []
  const put = (phrase: string, entry: Entry, limit: number): void => {
    const list = entries.get(phrase)
    if (list === undefined) entries.set(phrase, [entry])
    else if (list.length < limit && !list.some(({ key }) => key === entry.key)) list.push(entry)
  }
  const add = (phrase: string, key: KeyColumn, relation: NameRelation): void => {
    put(inSchema(key.table, phrase), { key, relation }, maxEntries)
    put(phrase, { key, relation }, maxEntriesInOtherSchemas)
  }
  /** Finds keys for a phrase in a table's schema; if no base table in it matches, in others, too. */
  const entriesOf = (table: NamedTable, phrase: string): Entry[] => {
    const own = entries.get(inSchema(table, phrase)) ?? []
    const hasBaseTable = own.some(({ key }) => isBase(key.table))
    return hasBaseTable ? own : [...own, ...(entries.get(phrase) ?? [])]
  }
  // In the order of strength, since only the first relation of a phrase to a key is kept.
  const keys = tables.flatMap((table) => table.keys.map((key) => ({ key, table })))
  for (const { key } of keys) {
    for (const stem of [key.stem, key.stem.slice(key.prefix)]) {
      const isSpecific = stem.length > 0 && (key.keyWord !== undefined || !isPlain(stem))
      if (isSpecific) add(stem.join(' '), key, 'key_name')
    }
  }
  for (const { key, table } of keys) {
    for (const entity of table.entities) add(entity.join(' '), key, 'table_name')
  }
  for (const { key, table } of keys) {
    const entity = table.entities[0] as readonly string[]
    for (const tail of tailsOf(entity).slice(1)) add(tail, key, 'end_of_table_name')
    for (const short of abbreviationsOf(entity)) add(short, key, 'abbreviation')
    const isPerson = isPersonal(table)
    if (isPerson && key.uniqueness !== 'unique_key' && personKeys.length < maxEntries) personKeys.push(key)
  }
  for (const { table } of keys) {
    for (const [word, ...others] of table.entities as readonly [string, ...string[]][]) {
      if (others.length > 0) continue
      for (let length = 3; length < Math.min(word.length, 9); length += 1) {
        const start = word.slice(0, length)
        const words = beginnings.get(start) ?? new Set()
        if (words.size < maxEntries) beginnings.set(start, words.add(word))
      }
    }
  }

  /** Finds the keys of tables whose name begins with a word, e.g. `supp` for `supplier`. */
  const abbreviated = (table: NamedTable, word: string): Entry[] =>
    [...(beginnings.get(word) ?? [])].flatMap((phrase) =>
      entriesOf(table, phrase)
        .filter(({ relation }) => relation === 'table_name' || relation === 'key_name')
        .map(({ key }) => ({ key, relation: 'abbreviation' as const })),
    )

  const selfReference = ({ stem, prefix, table }: NamedColumn): NameMatch[] => {
    const plain = stem.slice(prefix)
    const isSelfWord = (word: string): boolean =>
      selfWords.has(word) || (superiorWords.has(word) && isPersonal(table))
    if (!plain.some(isSelfWord)) return []
    const rest = plain.filter((word) => !isSelfWord(word) && word !== 'to' && word !== 'by')
    const isOwn = rest.length === 0 || table.entities.some((entity) => entity.join(' ') === rest.join(' '))
    const key = table.keys.find(({ uniqueness }) => uniqueness !== 'unique_key')
    if (key === undefined || !isOwn) return []
    const [matched, role] = [rest.join(' '), plain.join(' ')]
    return [{ key, relation: 'self_reference', matched, role, strength: 0.87 }]
  }

  const personRole = ({ stem, prefix }: NamedColumn): NameMatch[] => {
    const role = stem.slice(prefix)
    if (!role.some((word) => personWords.has(word))) return []
    return personKeys.map((key) => ({
      key,
      relation: 'role_of_person' as const,
      matched: '',
      role: role.join(' '),
      strength: 0.62,
    }))
  }

  /**
   * Finds the keys that the name of a column may refer to, each with its strongest relation. The cost does
   * not depend on the number of tables.
   */
  return function matchesOf(column: NamedColumn): NameMatch[] {
    const { stem, prefix } = column
    if (stem.length === 0) return []
    const found = new Map<KeyColumn, NameMatch>()
    const keep = (match: NameMatch): void => {
      const known = found.get(match.key)
      if (known === undefined || known.strength < match.strength) found.set(match.key, match)
    }
    const words = stem.slice(-maxPhrase)
    const skipped = Math.max(0, prefix - (stem.length - words.length))
    tailsOf(stem).forEach((matched, index) => {
      const role = words.slice(skipped, index).join(' ')
      const exact = index <= skipped ? 0 : 1
      for (const { key, relation } of entriesOf(column.table, matched)) {
        const strength = strengths[relation as keyof typeof strengths][exact]
        keep({ key, relation, matched, role, strength })
      }
    })
    for (const match of [...selfReference(column), ...personRole(column)]) keep(match)
    const points = isPointing(column)
    if (found.size === 0 && (column.keyWord !== undefined || points)) {
      const named = points ? words.slice(0, -1) : words
      const exact = named.length - 1 <= skipped ? 0 : 1
      const role = named.slice(skipped, -1).join(' ')
      const matched = named.at(-1) as string
      for (const { key, relation } of abbreviated(column.table, matched)) {
        keep({ key, relation, matched, role, strength: strengths.abbreviation[exact] })
      }
    }
    const matches = [...found.values()]
    if (matches.length <= maxMatches) return matches
    return matches.sort((one, other) => other.strength - one.strength).slice(0, maxMatches)
  }
}
