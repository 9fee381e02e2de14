import type { components } from '../../contract/handlers.ts'
import { folded, keyOf, wordsOf } from './query-text.ts'
import type { SearchHit, SearchTerm } from './repository.ts'

type Highlight = components['schemas']['SearchHighlight']
type Fragment = Highlight['fragments'][number]

/**
 * Whether a word begins with a word of the query, or with the stem of one. Stems have an i in place of a
 * final y.
 */
const isMatch = (word: string, terms: readonly SearchTerm[]): boolean =>
  terms.some(
    ({ word: queryWord, stems }) =>
      word.startsWith(queryWord) ||
      stems.some((stem) => stem.length > 2 && word.replace(/y$/, 'i').startsWith(stem)),
  )

/** Splits a text into words that match and the text between them. */
function fragmentsOf(text: string, terms: readonly SearchTerm[]): Fragment[] {
  const fragments: Fragment[] = []
  let end = 0
  for (const { word, start } of wordsOf(text)) {
    if (!isMatch(folded(word), terms)) continue
    if (start > end) fragments.push({ text: text.slice(end, start), is_match: false })
    end = start + word.length
    fragments.push({ text: word, is_match: true })
  }
  if (end < text.length) fragments.push({ text: text.slice(end), is_match: false })
  return fragments
}

/** Splits a name into a prefix that matches the key of the query and the rest. */
function prefixFragments(name: string, key: string): Fragment[] {
  let end = 0
  for (const character of name) {
    if (keyOf(name.slice(0, end)).length >= key.length) break
    end += character.length
  }
  const rest = name.slice(end)
  return [{ text: name.slice(0, end), is_match: true }, ...(rest ? [{ text: rest, is_match: false }] : [])]
}

/** The excerpt of a description, cut at whole words, with an ellipsis where text is left out. */
function trimmed({ excerpt, excerpt_start: start, description_length: length }: SearchHit): string {
  const text = String(excerpt)
  const isCutBefore = start > 1
  const isCutAfter = start - 1 + [...text].length < Number(length)
  const withStart = isCutBefore ? `…${text.replace(/^\S{0,30}\s+/u, '')}` : text
  return isCutAfter ? `${withStart.replace(/\s+\S{0,30}$/u, '')}…` : withStart
}

const hasMatch = (fragments: Fragment[]) => fragments.some(({ is_match }) => is_match)

/**
 * The text of a result that best shows why it was found; its name if no text contains a word of the query.
 */
export function highlight(hit: SearchHit, query: string): Highlight {
  const { name, location, excerpt, terms } = hit
  const key = keyOf(query)
  if (key !== '' && keyOf(name).startsWith(key)) {
    return { property: 'name', fragments: prefixFragments(name, key) }
  }
  const texts = {
    name,
    ...(location.api_identifier && { api_identifier: location.api_identifier }),
    ...(excerpt && { description: trimmed(hit) }),
  }
  const candidates = Object.entries(texts).map(([property, text]) => ({
    property: property as Highlight['property'],
    fragments: fragmentsOf(text, terms),
  }))
  return candidates.find(({ fragments }) => hasMatch(fragments)) ?? (candidates[0] as Highlight)
}
