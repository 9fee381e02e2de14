const quote = 0x22
const backslash = 0x5c
const signs = new Set([...'[]{},:'].map((sign) => sign.charCodeAt(0)))

/** Where a text of JSON, or a sign, begins and ends. */
export interface Token {
  start: number
  end: number
}

function endOfText(json: string, start: number): number {
  for (let index = start + 1; index < json.length; index += 1) {
    const code = json.charCodeAt(index)
    if (code === quote) return index + 1
    if (code === backslash) index += 1
  }
  return json.length
}

/** The texts and the signs of JSON, which need not be valid. What is in between are numbers, words and white space. */
export function* tokensOf(json: string): Generator<Token> {
  for (let start = 0; start < json.length; start += 1) {
    const code = json.charCodeAt(start)
    if (code === quote) {
      const end = endOfText(json, start)
      yield { start, end }
      start = end - 1
    } else if (signs.has(code)) yield { start, end: start + 1 }
  }
}
