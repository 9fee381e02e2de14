// Literals of GoogleSQL: https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
const escaped = /\\(?:[xX]([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|(.))/gs

/** A text as a literal. */
export const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`

/**
 * The text of a literal, as BigQuery writes the value of an option: in double quotes, or in single ones when it has double
 * quotes in it. What is none is taken as it is.
 */
export function textOfLiteral(given: string): string {
  const [quote] = given
  if (given.length < 2 || (quote !== '"' && quote !== "'") || !given.endsWith(quote)) return given
  return given.slice(1, -1).replace(escaped, (_, hex, short, long, octal, other: string) => {
    const code = Number.parseInt(octal ?? hex ?? short ?? long, octal === undefined ? 16 : 8)
    if (other === undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
    return escapes[other] ?? other
  })
}
