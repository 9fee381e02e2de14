/** The number of distinct words in a query; further words are ignored. */
const maximumWords = 32
/** The longest name, in characters. */
const maximumLength = 255

/** A parsed query. */
export interface SearchText {
  /** The query without excluded words, for the search by prefix. */
  text: string
  /** The distinct words that must match, in lower case and without accents. */
  words: string[]
  /** The distinct words that must not match. */
  excluded: string[]
}

/** Converts text to lower case and removes the diacritics of Latin, Greek and Cyrillic letters. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()

/** Normalizes a name for the search by prefix, in the same way as the SQL function `search_key`. */
export const keyOf = (text: string): string => folded(text).replaceAll(/[\t !-/:-@[-`{-~]/g, '')

/** The words of a text with their offsets. Splits words where the case changes `likeThis`. */
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
 * Parses a query. Every text is valid: a word after ` -` is excluded, and all other punctuation separates
 * words.
 */
export function readSearchText(query: string): SearchText {
  const isExclusion = (part: string) => /^-[\p{L}\p{N}]/u.test(part)
  const parts = query.split(/\s+/u)
  const included = parts.filter((part) => !isExclusion(part))
  return {
    text: [
      ...included
        .join(' ')
        .replaceAll(/\p{Cc}/gu, '')
        .toWellFormed(),
    ]
      .slice(0, maximumLength)
      .join(''),
    words: distinct(included),
    excluded: distinct(parts.filter(isExclusion)),
  }
}
