const quote = 0x22
const backslash = 0x5c
const signs = new Set([...'[]{},:'].map((sign) => sign.charCodeAt(0)))

/** Where a string or a sign begins and ends in JSON. */
export interface Token {
  start: number
  end: number
}

function endOfString(json: string, start: number): number {
  for (let index = start + 1; index < json.length; index += 1) {
    const code = json.charCodeAt(index)
    if (code === quote) return index + 1
    if (code === backslash) index += 1
  }
  return json.length
}

/**
 * Yields the strings and signs of a JSON text, which may be invalid; skips numbers, literals and white space.
 */
export function* tokensOf(json: string): Generator<Token> {
  for (let start = 0; start < json.length; start += 1) {
    const code = json.charCodeAt(start)
    if (code === quote) {
      const end = endOfString(json, start)
      yield { start, end }
      start = end - 1
    } else if (signs.has(code)) yield { start, end: start + 1 }
  }
}
