/** A phrase that readers have to read twice, and what to write instead. */
export interface Rule {
  /** The phrase as a regular expression; a space in it also matches a line break within a comment. */
  readonly phrase: string
  readonly instead: string
}

/** The phrases that `npm run lint` refuses. */
export const rules: readonly Rule[] = [
  { phrase: 'can not', instead: '"cannot"' },
  { phrase: 'whoever', instead: 'who it is, e.g. "the caller" or "the client that asks"' },
  { phrase: '(?:became|becomes) of', instead: '"the outcome of", or what it changed' },
  { phrase: '(?<!there )is no (?!longer|such)', instead: '"is not a"; "there is no" stays' },
  { phrase: 'anew', instead: '"again"' },
  { phrase: 'word of people', instead: '"the decision of a person"' },
  { phrase: 'keeps? nothing from the others', instead: '"does not affect the others"' },
]

/** Where a text uses one of the phrases. */
export interface Finding {
  readonly line: number
  readonly found: string
  readonly instead: string
}

/** A space, or the end of a line and what begins a comment on the next one. */
const gap = String.raw`(?:[ \t]+|[ \t]*\n[ \t]*(?:\/\/|\*|#|>)?[ \t]*)`

const expressions = rules.map(({ phrase, instead }) => ({
  expression: new RegExp(String.raw`\b${phrase.replaceAll(' ', gap)}`, 'gi'),
  instead,
}))

/** Finds the refused phrases of a text, in the order of the text. */
export function findPhrases(text: string): Finding[] {
  const findings = expressions.flatMap(({ expression, instead }) =>
    [...text.matchAll(expression)].map((match) => ({
      index: match.index,
      line: text.slice(0, match.index).split('\n').length,
      found: match[0].replaceAll(/\s+/g, ' ').trim(),
      instead,
    })),
  )
  return findings.sort((a, b) => a.index - b.index).map(({ index: _, ...finding }) => finding)
}

/** The refused phrases of files, one line each. */
export const problemsOf = (texts: ReadonlyMap<string, string>): string[] =>
  [...texts].flatMap(([path, text]) =>
    findPhrases(text).map(
      ({ line, found, instead }) => `${path}:${line}: do not write "${found}", write ${instead}`,
    ),
  )
