import type { components } from '../../contract/handlers.ts'
import { folded, keyOf, wordsOf } from './query-text.ts'
import type { SearchHit, SearchTerm } from './repository.ts'

type Highlight = components['schemas']['SearchHighlight']
type Fragment = Highlight['fragments'][number]

/** Whether a word of a text is one of the query: it begins like it, or like its stem, in which a y became an i. */
const isFound = (word: string, terms: readonly SearchTerm[]): boolean =>
  terms.some(
    ({ word: wanted, stems }) =>
      word.startsWith(wanted) ||
      stems.some((stem) => stem.length > 2 && word.replace(/y$/, 'i').startsWith(stem)),
  )

/** A text in pieces: the words that are found, and what is between them. */
function fragmentsOf(text: string, terms: readonly SearchTerm[]): Fragment[] {
  const fragments: Fragment[] = []
  let end = 0
  for (const { word, start } of wordsOf(text)) {
    if (!isFound(folded(word), terms)) continue
    if (start > end) fragments.push({ text: text.slice(end, start), is_match: false })
    end = start + word.length
    fragments.push({ text: word, is_match: true })
  }
  if (end < text.length) fragments.push({ text: text.slice(end), is_match: false })
  return fragments
}

/** A name that begins like the query, whatever separates its words: up to where it does, and the rest. */
function beginning(name: string, key: string): Fragment[] {
  let end = 0
  for (const character of name) {
    if (keyOf(name.slice(0, end)).length >= key.length) break
    end += character.length
  }
  const rest = name.slice(end)
  return [{ text: name.slice(0, end), is_match: true }, ...(rest ? [{ text: rest, is_match: false }] : [])]
}

/** The excerpt of a description from one whole word to another, with an ellipsis where it does not begin or end. */
function trimmed({ excerpt, excerpt_start: start, description_length: length }: SearchHit): string {
  const text = String(excerpt)
  const isCutBefore = start > 1
  const isCutAfter = start - 1 + [...text].length < Number(length)
  const from = isCutBefore ? `…${text.replace(/^\S{0,30}\s+/u, '')}` : text
  return isCutAfter ? `${from.replace(/\s+\S{0,30}$/u, '')}…` : from
}

const hasMatch = (fragments: Fragment[]) => fragments.some(({ is_match }) => is_match)

/** The text of a result that shows best why it was found; its name, when no word of the query is in any. */
export function highlight(hit: SearchHit, query: string): Highlight {
  const { name, place, excerpt, terms } = hit
  const key = keyOf(query)
  if (key !== '' && keyOf(name).startsWith(key)) {
    return { property: 'name', fragments: beginning(name, key) }
  }
  const texts = {
    name,
    ...(place.api_identifier && { api_identifier: place.api_identifier }),
    ...(excerpt && { description: trimmed(hit) }),
  }
  const candidates = Object.entries(texts).map(([property, text]) => ({
    property: property as Highlight['property'],
    fragments: fragmentsOf(text, terms),
  }))
  return candidates.find(({ fragments }) => hasMatch(fragments)) ?? (candidates[0] as Highlight)
}
