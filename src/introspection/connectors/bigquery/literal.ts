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

/** Quotes a text as a literal. */
export const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`

/**
 * Parses a literal, as BigQuery returns the value of an option: in double quotes, or in single quotes if the
 * text contains double quotes. Returns any other text unchanged.
 */
export function textOfLiteral(value: string): string {
  const [quote] = value
  if (value.length < 2 || (quote !== '"' && quote !== "'") || !value.endsWith(quote)) return value
  return value.slice(1, -1).replace(escaped, (_, hex, short, long, octal, other: string) => {
    const code = Number.parseInt(octal ?? hex ?? short ?? long, octal === undefined ? 16 : 8)
    if (other === undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
    return escapes[other] ?? other
  })
}
