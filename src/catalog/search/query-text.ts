/** How many different words of a query count; those after them are not looked at. */
const maximumWords = 32
/** No name is longer, in characters. */
const maximumLength = 255

/** A query as it is looked for. */
export interface SearchText {
  /** The query without what it excludes, for names that begin like it. */
  text: string
  /** What must be found, in lower case and without accents, each once. */
  words: string[]
  /** What must not. */
  excluded: string[]
}

/** Text in lower case, without the signs that stand above or below Latin, Greek and Cyrillic letters. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()

/** A name as it is looked up by its beginning, as `search_key` of the database makes it. */
export const keyOf = (text: string): string => folded(text).replaceAll(/[\t !-/:-@[-`{-~]/g, '')

/** The words of a text, as they stand in it, taken apart where the case changes `likeThis`. */
export function wordsOf(text: string): { word: string; start: number }[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].flatMap(({ 0: run, index }) => {
    let start = index
    return run.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).map((word) => {
      start += word.length
      return { word, start: start - word.length }
    })
  })
}

const distinct = (parts: string[]): string[] => {
  const words = wordsOf(parts.join(' ')).map(({ word }) =>
    folded(word).slice(0, maximumLength).toWellFormed(),
  )
  return [...new Set(words)].slice(0, maximumWords)
}

/**
 * Reads what somebody typed. There is no text that it does not take: a word after ` -` is excluded, and every other
 * sign only separates words.
 */
export function readSearchText(query: string): SearchText {
  const isExclusion = (part: string) => /^-[\p{L}\p{N}]/u.test(part)
  const parts = query.split(/\s+/u)
  const wanted = parts.filter((part) => !isExclusion(part))
  return {
    text: [
      ...wanted
        .join(' ')
        .replaceAll(/\p{Cc}/gu, '')
        .toWellFormed(),
    ]
      .slice(0, maximumLength)
      .join(''),
    words: distinct(wanted),
    excluded: distinct(parts.filter(isExclusion)),
  }
}
