import { type SQL, sql } from 'drizzle-orm'
import { isActive } from '../../db/active.ts'
import { isPresent } from '../../db/present.ts'
import { type SearchTarget, searchKinds, searchTargets } from './targets.ts'

/** The largest number of rows of a kind that one stage scores. */
const maximumCandidates = 1000
/** The largest number of rows that are filtered for excluded words where those are not in the index. */
const maximumFiltered = 100
/** A query with fewer results for all of its words may be misspelt. */
const fewResults = 10
/** The largest number of words that are corrected, or searched one by one; the longest words count. */
const maximumAlternatives = 8
/** The length of an excerpt from a description, and of its part before the first match. */
const excerptLength = 300
const excerptLead = 100

const number = (count: number) => sql.raw(String(count))
const list = (parts: SQL[], separator = sql`, `) => sql.join(parts, separator)
const parameter = (name: string, type: string) => sql`${sql.placeholder(name)}::${sql.raw(type)}`
const ofQuery = (column: string) => sql`(SELECT ${sql.raw(column)} FROM query)`

// Lexemes consist of letters and digits, so they need quotes but no escapes.
const lexemes = (array: string, suffix: string) => sql`(
      SELECT string_agg('''' || lexeme || '''' ${sql.raw(suffix)}, ' & ')
      FROM unnest(${sql.raw(array)}) AS lexeme
    )`
/** Matches longer lexemes as prefixes, and those below three bytes as whole words. */
const prefixIfLong = `|| CASE WHEN octet_length(lexeme) < 3 THEN '' ELSE ':*' END`

/** The words of a parameter, each with its lexemes and as a tsquery for the word or its stems. */
const parsedWords = (words: string) => sql`
  SELECT number, lower(word COLLATE "default") AS word, whole, stems, (
      '(' || ${lexemes('whole', prefixIfLong)} || ')'
        || COALESCE(' | (' || ${lexemes('stems', '')} || ')', '')
    )::tsquery AS query
  FROM unnest(${parameter(words, 'text[]')}) WITH ORDINALITY AS input (word, number),
    LATERAL (
      SELECT tsvector_to_array(to_tsvector('simple', word)) AS whole,
        tsvector_to_array(to_tsvector('english', word)) AS stems
    ) AS lexed
  WHERE whole <> '{}'`
const combined = (operator: string, from: SQL) => sql`(
        SELECT string_agg('(' || query::text || ')', ${sql.raw(`' ${operator} '`)})::tsquery FROM ${from}
      )`

const key = ({ name }: SearchTarget) => sql`search_key(${name}) COLLATE "C"`
const nameWords = ({ names }: SearchTarget) => sql`search_words(${names})`
const allWords = ({ names }: SearchTarget) => sql`search_words(${names} || ' ' || item.description)`
const everyWord = ({ names }: SearchTarget) =>
  sql`search_words(${names} || ' ' || COALESCE(item.description, ''))`
const inScope = ({ source }: SearchTarget) =>
  sql`ARRAY[item.organization_id, ${source}] @> ${parameter('scope', 'uuid[]')}`
/** The length of the query relative to that of the name, 0-1. */
const share = (target: SearchTarget) =>
  sql`least(1, char_length(${ofQuery('key')}) / greatest(1, char_length(${key(target)}))::double precision)`

const isExcluding = sql`(${ofQuery('excluded')} IS NOT NULL)`
/** True if the description need not be searched for excluded words. */
const isNameEnough = sql`(item.description IS NULL OR NOT ${isExcluding})`
/** A tsquery for these words and none of the excluded ones. */
const withoutExcluded = (words: SQL) => sql`COALESCE(${words} && !!${ofQuery('excluded')}, ${words})`
const isIncluded = ({ table }: SearchTarget) =>
  sql`(NOT ${parameter('isActiveOnly', 'boolean')} OR ${isActive(table, 'item')})
      AND ${isPresent(table, 'item')}`

/**
 * One way to find rows. Its results are worse than those of earlier stages, so it runs only if those leave
 * room for more.
 *
 * Words, also excluded ones, are looked up in indexes only: `search_words` of a long description takes some
 * milliseconds, so computing it for every candidate of a few searches would keep the server busy.
 */
interface Stage {
  name: string
  /** The selects for rows of a kind: as many as are needed to use indexes only. */
  branches: (target: SearchTarget) => Branch[]
  /** The stage runs only if earlier stages found fewer results than this. */
  below?: SQL
  /** A further condition for running the stage. */
  only?: SQL
}

/** Selects rows with the alias `item`, by default from the table of the kind, with their score, 0-1. */
interface Branch {
  from?: SQL
  where: SQL
  score: SQL
}

/**
 * Finds rows with some of the longest words, and scores them by the number of words. Looks up each word
 * separately.
 */
function withSomeWords(target: SearchTarget): Branch {
  const words = withoutExcluded(sql`longest.query`)
  const table = sql.identifier(target.table)
  const found = (where: SQL) => sql`(
          SELECT item.id FROM ${table} AS item
          WHERE ${inScope(target)} AND ${where} AND ${isIncluded(target)} LIMIT ${number(maximumCandidates)}
        )`
  return {
    from: sql`(SELECT found.id, count(*) / (SELECT count(*) FROM longest)::double precision AS share
      FROM longest, LATERAL (
        ${found(sql`${nameWords(target)} @@ ${words} AND ${isNameEnough}`)}
        UNION ${found(sql`${allWords(target)} @@ ${words}`)}
      ) AS found GROUP BY found.id) AS scored
      JOIN ${table} AS item
        ON item.organization_id = ${parameter('organizationId', 'uuid')} AND item.id = scored.id`,
    where: sql`true`,
    score: sql`0.2 * scored.share`,
  }
}

/** Finds rows with all of these words in their names. */
function withNames(target: SearchTarget, words: SQL, score: SQL): Branch[] {
  const where = sql`${inScope(target)} AND ${nameWords(target)} @@ ${words}`
  return [
    { where: sql`${where} AND ${isNameEnough}`, score },
    // An excluded word may be in the description.
    { where: sql`${where} AND ${isExcluding} AND ${allWords(target)} @@ ${words}`, score },
  ]
}

const stages: Stage[] = [
  {
    name: 'by_key',
    branches: (target) => [
      {
        from: sql`(SELECT * FROM ${sql.identifier(target.table)} AS item
          WHERE ARRAY[item.organization_id] = ARRAY[${parameter('organizationId', 'uuid')}]
            AND ${key(target)} >= ${ofQuery('key')} AND ${key(target)} < ${ofQuery('key_end')}
            AND (
              ${parameter('sourceId', 'uuid')} IS NULL
              OR ${target.source} = ${parameter('sourceId', 'uuid')}
            )
            AND ${isIncluded(target)}
          ORDER BY ${key(target)}
          LIMIT (
            SELECT CASE
              WHEN ${isExcluding} THEN ${number(maximumFiltered)} ELSE ${number(maximumCandidates)}
            END
          )) AS item`,
        // The index for prefixes does not contain words, so these are computed.
        where: sql`(NOT ${isExcluding} OR NOT ${everyWord(target)} @@ ${ofQuery('excluded')})`,
        score: sql`CASE WHEN ${key(target)} = ${ofQuery('key')} THEN 1 ELSE 0.8 + 0.15 * ${share(target)} END`,
      },
    ],
    only: sql`${ofQuery('key')} <> ''`,
  },
  {
    name: 'by_name',
    branches: (target) =>
      withNames(target, withoutExcluded(ofQuery('all_words')), sql`0.6 + 0.15 * ${share(target)}`),
    below: parameter('limit', 'integer'),
  },
  {
    name: 'by_description',
    branches: (target) => [
      {
        where: sql`${inScope(target)} AND ${allWords(target)} @@ ${withoutExcluded(ofQuery('all_words'))}`,
        score: sql`0.4 + 0.15 * least(
          1, char_length(${ofQuery('key')}) / greatest(1, char_length(item.description))::double precision)`,
      },
    ],
    below: parameter('limit', 'integer'),
  },
  {
    name: 'by_similar_name',
    branches: (target) =>
      withNames(
        target,
        withoutExcluded(sql`(SELECT words FROM similar_words)`),
        sql`0.2 + 0.15 * word_similarity(${parameter('text', 'text')}, ${target.name})`,
      ),
    below: sql`least(${parameter('limit', 'integer')}, ${number(fewResults)})`,
    only: sql`${ofQuery('word_count')} <= ${number(maximumAlternatives)}`,
  },
  {
    name: 'by_some_words',
    branches: (target) => [withSomeWords(target)],
    below: sql`1`,
    only: sql`${ofQuery('word_count')} > 1`,
  },
]

function stageOf({ name, branches, below, only }: Stage, before: Stage[]): SQL {
  const earlier = list(
    before.map((stage) => sql`SELECT id FROM ${sql.identifier(stage.name)}`),
    sql` UNION ALL `,
  )
  const condition = list(
    [
      ...(below ? [sql`(SELECT count(DISTINCT id) FROM (${earlier}) AS earlier) < ${below}`] : []),
      ...(only ? [only] : []),
    ],
    sql` AND `,
  )
  const statements = Object.entries(searchTargets).flatMap(([kind, target]) =>
    branches(target).map((branch) => {
      const text = sql.raw(`'${kind}'`)
      return sql`(SELECT ${text} AS kind, item.id, ${target.name} AS name, item.is_active,
        (${branch.score})::double precision AS score
      FROM ${branch.from ?? sql`${sql.identifier(target.table)} AS item`}
      WHERE ${text} = ANY(${parameter('kinds', 'text[]')}) AND ${condition} AND ${branch.where}
        AND ${isIncluded(target)}
      LIMIT ${number(maximumCandidates)})`
    }),
  )
  return sql`${sql.identifier(name)} AS MATERIALIZED (${list(statements, sql` UNION ALL `)})`
}

/** Selects the columns of results that the stages do not return. */
const details = Object.entries(searchTargets).map(
  ([kind, target]) => sql`
    SELECT best.*, ${isActive(target.table, 'item')} AS is_active_in_parents, ${target.location} AS location,
      found.start AS excerpt_start,
      substr(item.description, found.start, ${number(excerptLength)}) AS excerpt,
      char_length(item.description) AS description_length
    FROM best
      JOIN LATERAL (
        SELECT * FROM ${sql.identifier(target.table)} AS item
        WHERE item.organization_id = ${parameter('organizationId', 'uuid')} AND item.id = best.id LIMIT 1
      ) AS item ON true,
      -- The text before the first match. regexp_instr finds all matches, which takes 1000 times as long.
      LATERAL (
        SELECT char_length(regexp_replace(item.description, ${ofQuery('pattern')} || '.*', '', 'i')) AS length
      ) AS before,
      LATERAL (
        SELECT CASE
          WHEN before.length < char_length(item.description)
          THEN greatest(1, before.length + 1 - ${number(excerptLead)}) ELSE 1
        END AS start
      ) AS found
    WHERE best.kind = ${sql.raw(`'${kind}'`)}`,
)

const best = sql`
  SELECT DISTINCT ON (kind, id) kind, id, name, is_active, score
  FROM (${list(
    stages.map(({ name }) => sql`SELECT * FROM ${sql.identifier(name)}`),
    sql` UNION ALL `,
  )}) AS hit
  ORDER BY kind, id, score DESC`

const kindRank = sql`array_position(${sql.raw(`ARRAY['${searchKinds.join("', '")}']`)}, kind)`
const ranking = sql`score DESC, ${kindRank}, is_active DESC, char_length(name), name COLLATE "C", id`

/**
 * The search as one statement. Its stages find results in this order: names that begin with the query, by a
 * B-tree; names with all words; names and descriptions with all words; names with similar words; names and
 * descriptions with some of the words. A stage runs only if the stages before leave room for its results. So
 * a search for a frequent word is as fast as one for a rare word: the first stages find enough.
 *
 * The similarity threshold of pg_trgm is set for the transaction, which consists of this statement only.
 */
export const searchStatement = sql`
  WITH word AS MATERIALIZED (${parsedWords('words')}
  ), counted AS MATERIALIZED (
    -- The words to search for: stop words such as "the" only if there are no other words.
    SELECT * FROM word WHERE stems <> '{}' OR NOT EXISTS (SELECT FROM word WHERE stems <> '{}')
  ), excluded_word AS MATERIALIZED (${parsedWords('excluded')}
  ), longest AS MATERIALIZED (
    -- The words that the last stage searches one by one.
    SELECT query FROM counted ORDER BY char_length(word) DESC LIMIT ${number(maximumAlternatives)}
  ), query AS MATERIALIZED (
    -- One row with everything that the stages need of the query.
    SELECT search_key(${parameter('text', 'text')}) AS key,
      search_key(${parameter('text', 'text')}) || chr(1114111) AS key_end,
      (SELECT count(*) FROM counted) AS word_count,
      ${combined('&', sql`counted`)} AS all_words,
      ${combined('|', sql`excluded_word`)} AS excluded,
      -- A stem that ends with an i may be that of a word with a y.
      (
        SELECT '\\m(' || string_agg(
          concat_ws('|', word, regexp_replace(array_to_string(stems, '|'), 'i($|\\|)', '[iy]\\1', 'g')), '|'
        ) || ')' FROM counted
      ) AS pattern,
      (
        SELECT COALESCE(jsonb_agg(jsonb_build_object('word', word, 'stems', stems)), '[]') FROM counted
      ) AS terms,
      set_config('pg_trgm.similarity_threshold', '0.25', true) AS threshold
  ), similar_words AS MATERIALIZED (
    -- The words of the query, each or one of the three most similar words in names.
    SELECT string_agg('(' || concat_ws(' | ', counted.query::text, (
      SELECT string_agg('''' || word || '''', ' | ') FROM (
        SELECT term.word FROM search_terms AS term
        WHERE ARRAY[term.organization_id] @> ARRAY[${parameter('organizationId', 'uuid')}]
          AND term.word % counted.word
        GROUP BY term.word ORDER BY similarity(term.word, counted.word) DESC, term.word LIMIT 3
      ) AS near
    )) || ')', ' & ')::tsquery AS words
    FROM counted
  ), ${list(stages.map((stage, position) => stageOf(stage, stages.slice(0, position))))}
  , best AS MATERIALIZED (
    SELECT * FROM (${best}) AS hit ORDER BY ${ranking} LIMIT ${parameter('limit', 'integer')}
  )
  SELECT kind, id, name, is_active_in_parents AS is_active, score, location, excerpt, excerpt_start,
    description_length, ${ofQuery('terms')} AS terms
  FROM (${list(details, sql` UNION ALL `)}) AS result
  ORDER BY ${ranking}`
