export type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252'

/** A text, and the encoding from which it was decoded. */
export interface Decoded {
  readonly encoding: Encoding
  readonly text: string
}

/** The characters 0x80 to 0x9f of Windows-1252. All others are those of Latin-1. */
const windowsCharacters = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

const decodeWindows = (bytes: Buffer): string =>
  bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => windowsCharacters[character.charCodeAt(0) - 0x80] as string)

/** How many bytes at the start to search for zero bytes. */
const searchedBytes = 4096

/** The index of the lower byte in UTF-16: 0 for little endian, 1 for big endian; undefined if not UTF-16. */
function lowerByte(bytes: Buffer): 0 | 1 | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 0
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 1
  // Without a byte order mark: the upper byte of separators, digits and line ends is zero, so zeros are on
  // one side.
  const start = bytes.subarray(0, searchedBytes)
  const zeros: [number, number] = [0, 0]
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 2 === 0 ? 0 : 1] += 1
  const [even, odd] = zeros
  if (Math.max(even, odd) < start.length / 20) return undefined
  if (odd > 10 * even) return 0
  return even > 10 * odd ? 1 : undefined
}

function decodeUtf16(bytes: Buffer, lower: 0 | 1): string {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2))
  return (lower === 0 ? whole : Buffer.from(whole).swap16()).toString('utf16le').toWellFormed()
}

/** Counts the replacement characters of a text decoded as UTF-8, and its other characters beyond ASCII. */
function countBeyondAscii(text: string): { wrong: number; right: number } {
  let wrong = 0
  let right = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 0xfffd) wrong += 1
    else if (code > 0x7f) right += 1
  }
  return { wrong, right }
}

/**
 * Decodes UTF-8 with some invalid bytes. If most bytes beyond ASCII are invalid, it is Windows-1252 instead.
 */
function decodeBytes(bytes: Buffer): Decoded {
  const text = bytes.toString('utf8')
  const { wrong, right } = countBeyondAscii(text)
  return right > wrong || wrong === 0
    ? { encoding: 'UTF-8', text }
    : { encoding: 'Windows-1252', text: decodeWindows(bytes) }
}

/** Whether a text is in UTF-16, judged by its first bytes. */
export const isUtf16 = (start: Buffer): boolean => lowerByte(start) !== undefined

/** Decodes bytes of an unknown encoding, and removes the byte order mark. Never fails. */
export function decoded(bytes: Buffer): Decoded {
  const lower = lowerByte(bytes)
  const { encoding, text }: Decoded =
    lower === undefined ? decodeBytes(bytes) : { encoding: 'UTF-16', text: decodeUtf16(bytes, lower) }
  return { encoding, text: text.replace(/^\ufeff/, '') }
}
