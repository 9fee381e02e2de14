import { type SQL, sql } from 'drizzle-orm'
import { isActive } from '../../db/active.ts'
import { isPresent } from '../../db/present.ts'
import { type SearchTarget, searchKinds, searchTargets } from './targets.ts'

/** How many rows of a kind one stage compares with each other. */
const maximumCandidates = 1000
/** How many rows are compared with what is excluded where their words must be computed. */
const maximumFiltered = 100
/** A query that finds less than this by all of its words may be misspelt. */
const fewResults = 10
/** How many words are corrected, and by how many of them, the longest, a result without all of them is found. */
const maximumAlternatives = 8
/** How much of a description an answer shows, and how much of that comes before the first word that was found. */
const excerptLength = 300
const excerptLead = 100

const number = (count: number) => sql.raw(String(count))
const list = (parts: SQL[], separator = sql`, `) => sql.join(parts, separator)
const given = (name: string, type: string) => sql`${sql.placeholder(name)}::${sql.raw(type)}`
const ofQuery = (column: string) => sql`(SELECT ${sql.raw(column)} FROM query)`

// Lexemes are letters and digits, so quotes are all that they need.
const lexemes = (array: string, form: string) =>
  sql`(SELECT string_agg('''' || lexeme || '''' ${sql.raw(form)}, ' & ') FROM unnest(${sql.raw(array)}) AS lexeme)`
const wholeOrBegun = `|| CASE WHEN octet_length(lexeme) < 3 THEN '' ELSE ':*' END`

const understood = (words: string) => sql`
  SELECT number, lower(word COLLATE "default") AS word, whole, stems,
    ('(' || ${lexemes('whole', wholeOrBegun)} || ')' || COALESCE(' | (' || ${lexemes('stems', '')} || ')', ''))::tsquery AS query
  FROM unnest(${given(words, 'text[]')}) WITH ORDINALITY AS given (word, number),
    LATERAL (SELECT tsvector_to_array(to_tsvector('simple', word)) AS whole,
      tsvector_to_array(to_tsvector('english', word)) AS stems) AS lexed
  WHERE whole <> '{}'`
const combined = (operator: string, from: SQL) =>
  sql`(SELECT string_agg('(' || query::text || ')', ${sql.raw(`' ${operator} '`)})::tsquery FROM ${from})`

const key = ({ name }: SearchTarget) => sql`search_key(${name}) COLLATE "C"`
const nameWords = ({ names }: SearchTarget) => sql`search_words(${names})`
const allWords = ({ names }: SearchTarget) => sql`search_words(${names} || ' ' || item.description)`
const everyWord = ({ names }: SearchTarget) =>
  sql`search_words(${names} || ' ' || COALESCE(item.description, ''))`
const inScope = ({ source }: SearchTarget) =>
  sql`ARRAY[item.organization_id, ${source}] @> ${given('scope', 'uuid[]')}`
/** How much of the name the query is, 0-1. */
const share = (target: SearchTarget) =>
  sql`least(1, char_length(${ofQuery('key')}) / greatest(1, char_length(${key(target)}))::double precision)`

const isExcluding = sql`(${ofQuery('excluded')} IS NOT NULL)`
/** Whether no description needs to be looked at for what is excluded. */
const isWithoutDescription = sql`(item.description IS NULL OR NOT ${isExcluding})`
/** These words, and none of those that are excluded. */
const without = (words: SQL) => sql`COALESCE(${words} && !!${ofQuery('excluded')}, ${words})`
const isWanted = ({ table }: SearchTarget) =>
  sql`(NOT ${given('isActiveOnly', 'boolean')} OR ${isActive(table, 'item')}) AND ${isPresent(table, 'item')}`

/**
 * One way to find something. A later one only finds what is worse, so it looks only when that can be answered.
 *
 * Words are asked of the indexes alone, also those that are excluded: `search_words` of a long description takes some
 * milliseconds, so a few searches that computed it for every candidate would keep the server busy.
 */
interface Stage {
  name: string
  /** How rows of a kind are found: by as many statements as are needed to ask indexes only. */
  branches: (target: SearchTarget) => Branch[]
  /** When it looks: how few results there are so far, and what else must hold. */
  below?: SQL
  only?: SQL
}

/** Rows of the alias `item`, which is the table of the kind if nothing else is said, and their score, 0-1. */
interface Branch {
  from?: SQL
  where: SQL
  score: SQL
}

/**
 * Rows with some of the longest words, scored by how many. Each word is asked of the indexes by itself, and counted.
 */
function withSomeWords(target: SearchTarget): Branch {
  const words = without(sql`longest.query`)
  const found = (where: SQL) =>
    sql`(SELECT item.id FROM ${sql.identifier(target.table)} AS item WHERE ${inScope(target)} AND ${where} AND ${isWanted(target)} LIMIT ${number(maximumCandidates)})`
  return {
    from: sql`(SELECT found.id, count(*) / (SELECT count(*) FROM longest)::double precision AS share
      FROM longest, LATERAL (
        ${found(sql`${nameWords(target)} @@ ${words} AND ${isWithoutDescription}`)} UNION ${found(sql`${allWords(target)} @@ ${words}`)}
      ) AS found GROUP BY found.id) AS scored
      JOIN ${sql.identifier(target.table)} AS item ON item.organization_id = ${given('organizationId', 'uuid')} AND item.id = scored.id`,
    where: sql`true`,
    score: sql`0.2 * scored.share`,
  }
}

/** Rows with all of these words in their names. */
function withNames(target: SearchTarget, words: SQL, score: SQL): Branch[] {
  const where = sql`${inScope(target)} AND ${nameWords(target)} @@ ${words}`
  return [
    { where: sql`${where} AND ${isWithoutDescription}`, score },
    // What is excluded may be in the description.
    { where: sql`${where} AND ${isExcluding} AND ${allWords(target)} @@ ${words}`, score },
  ]
}

const stages: Stage[] = [
  {
    name: 'by_key',
    branches: (target) => [
      {
        from: sql`(SELECT * FROM ${sql.identifier(target.table)} AS item
          WHERE ARRAY[item.organization_id] = ARRAY[${given('organizationId', 'uuid')}]
            AND ${key(target)} >= ${ofQuery('key')} AND ${key(target)} < ${ofQuery('key_end')}
            AND (${given('sourceId', 'uuid')} IS NULL OR ${target.source} = ${given('sourceId', 'uuid')})
            AND ${isWanted(target)}
          ORDER BY ${key(target)}
          LIMIT (SELECT CASE WHEN ${isExcluding} THEN ${number(maximumFiltered)} ELSE ${number(maximumCandidates)} END)) AS item`,
        // No index knows both the beginning of a name and the words, so these are computed.
        where: sql`(NOT ${isExcluding} OR NOT ${everyWord(target)} @@ ${ofQuery('excluded')})`,
        score: sql`CASE WHEN ${key(target)} = ${ofQuery('key')} THEN 1 ELSE 0.8 + 0.15 * ${share(target)} END`,
      },
    ],
    only: sql`${ofQuery('key')} <> ''`,
  },
  {
    name: 'by_name',
    branches: (target) =>
      withNames(target, without(ofQuery('all_words')), sql`0.6 + 0.15 * ${share(target)}`),
    below: given('limit', 'integer'),
  },
  {
    name: 'by_description',
    branches: (target) => [
      {
        where: sql`${inScope(target)} AND ${allWords(target)} @@ ${without(ofQuery('all_words'))}`,
        score: sql`0.4 + 0.15 * least(1, char_length(${ofQuery('key')}) / greatest(1, char_length(item.description))::double precision)`,
      },
    ],
    below: given('limit', 'integer'),
  },
  {
    name: 'by_similar_name',
    branches: (target) =>
      withNames(
        target,
        without(sql`(SELECT words FROM similar_words)`),
        sql`0.2 + 0.15 * word_similarity(${given('text', 'text')}, ${target.name})`,
      ),
    below: sql`least(${given('limit', 'integer')}, ${number(fewResults)})`,
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
      return sql`(SELECT ${text} AS kind, item.id, ${target.name} AS name, item.is_active, (${branch.score})::double precision AS score
      FROM ${branch.from ?? sql`${sql.identifier(target.table)} AS item`}
      WHERE ${text} = ANY(${given('kinds', 'text[]')}) AND ${condition} AND ${branch.where} AND ${isWanted(target)}
      LIMIT ${number(maximumCandidates)})`
    }),
  )
  return sql`${sql.identifier(name)} AS MATERIALIZED (${list(statements, sql` UNION ALL `)})`
}

/** What is answered of a result beside what its stage knows. */
const details = Object.entries(searchTargets).map(
  ([kind, target]) => sql`
    SELECT best.*, ${isActive(target.table, 'item')} AS is_active_there, ${target.place} AS place, found.start AS excerpt_start,
      substr(item.description, found.start, ${number(excerptLength)}) AS excerpt,
      char_length(item.description) AS description_length
    FROM best JOIN LATERAL (SELECT * FROM ${sql.identifier(target.table)} AS item
      WHERE item.organization_id = ${given('organizationId', 'uuid')} AND item.id = best.id LIMIT 1) AS item ON true,
      -- What is before the first word that is found. regexp_instr looks for every one, which takes a thousand times as long.
      LATERAL (SELECT char_length(regexp_replace(item.description, ${ofQuery('pattern')} || '.*', '', 'i')) AS length) AS before,
      LATERAL (SELECT CASE WHEN before.length < char_length(item.description) THEN greatest(1, before.length + 1 - ${number(excerptLead)}) ELSE 1 END AS start) AS found
    WHERE best.kind = ${sql.raw(`'${kind}'`)}`,
)

const best = sql`
  SELECT DISTINCT ON (kind, id) kind, id, name, is_active, score
  FROM (${list(
    stages.map(({ name }) => sql`SELECT * FROM ${sql.identifier(name)}`),
    sql` UNION ALL `,
  )}) AS hit
  ORDER BY kind, id, score DESC`

const ranking = sql`score DESC, array_position(${sql.raw(`ARRAY['${searchKinds.join("', '")}']`)}, kind), is_active DESC, char_length(name), name COLLATE "C", id`

/**
 * The search as one statement. Its stages find worse and worse results: names that begin as the query, by a B-tree;
 * names with all words; names and descriptions with all words; names with similar words; those with some of the words.
 * A stage looks at all only when those before leave room for what it finds, which keeps the search for a word that is
 * everywhere as fast as for one that is rare: it finds enough at once.
 *
 * The threshold of pg_trgm is one of the transaction, which here is the statement.
 */
export const searchStatement = sql`
  WITH word AS MATERIALIZED (${understood('words')}
  ), counted AS MATERIALIZED (
    -- Words such as "the" count only when there are no others.
    SELECT * FROM word WHERE stems <> '{}' OR NOT EXISTS (SELECT FROM word WHERE stems <> '{}')
  ), excluded_word AS MATERIALIZED (${understood('excluded')}
  ), longest AS MATERIALIZED (
    SELECT query FROM counted ORDER BY char_length(word) DESC LIMIT ${number(maximumAlternatives)}
  ), query AS MATERIALIZED (
    SELECT search_key(${given('text', 'text')}) AS key, search_key(${given('text', 'text')}) || chr(1114111) AS key_end,
      (SELECT count(*) FROM counted) AS word_count,
      ${combined('&', sql`counted`)} AS all_words,
      ${combined('|', sql`excluded_word`)} AS excluded,
      -- A stem that ends with an i may be that of a word with a y.
      (SELECT '\\m(' || string_agg(concat_ws('|', word, regexp_replace(array_to_string(stems, '|'), 'i($|\\|)', '[iy]\\1', 'g')), '|') || ')'
        FROM counted) AS pattern,
      (SELECT COALESCE(jsonb_agg(jsonb_build_object('word', word, 'stems', stems)), '[]') FROM counted) AS terms,
      set_config('pg_trgm.similarity_threshold', '0.25', true) AS threshold
  ), similar_words AS MATERIALIZED (
    SELECT string_agg('(' || concat_ws(' | ', counted.query::text, (
      SELECT string_agg('''' || word || '''', ' | ') FROM (
        SELECT term.word FROM search_terms AS term
        WHERE ARRAY[term.organization_id] @> ARRAY[${given('organizationId', 'uuid')}] AND term.word % counted.word
        GROUP BY term.word ORDER BY similarity(term.word, counted.word) DESC, term.word LIMIT 3
      ) AS near
    )) || ')', ' & ')::tsquery AS words
    FROM counted
  ), ${list(stages.map((stage, position) => stageOf(stage, stages.slice(0, position))))}
  , best AS MATERIALIZED (SELECT * FROM (${best}) AS hit ORDER BY ${ranking} LIMIT ${given('limit', 'integer')})
  SELECT kind, id, name, is_active_there AS is_active, score, place, excerpt, excerpt_start, description_length,
    ${ofQuery('terms')} AS terms
  FROM (${list(details, sql` UNION ALL `)}) AS result
  ORDER BY ${ranking}`
