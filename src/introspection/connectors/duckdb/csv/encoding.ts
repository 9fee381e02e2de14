/** How the bytes of a text are read. */
export type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252'

/** A text, and how its bytes were read. */
export interface Decoded {
  readonly encoding: Encoding
  readonly text: string
}

/** What Windows-1252 has in place of the control characters of Latin-1, from 0x80 on; it has no other difference. */
const instead = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

const ofWindows = (bytes: Buffer): string =>
  bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => instead[character.charCodeAt(0) - 0x80] as string)

/** How many bytes at the start are looked at for zeros. */
const lookBytes = 4096

/** Which byte of two is the lower one of UTF-16: 0, 1, or undefined for texts that are none. */
function lowerByte(bytes: Buffer): 0 | 1 | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 0
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 1
  // Without a mark: separators, digits and line ends have a zero byte, always on the same side.
  const start = bytes.subarray(0, lookBytes)
  const zeros: [number, number] = [0, 0]
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 2 === 0 ? 0 : 1] += 1
  const [even, odd] = zeros
  if (Math.max(even, odd) < start.length / 20) return undefined
  if (odd > 10 * even) return 0
  return even > 10 * odd ? 1 : undefined
}

function ofUtf16(bytes: Buffer, lower: 0 | 1): string {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2))
  return (lower === 0 ? whole : Buffer.from(whole).swap16()).toString('utf16le').toWellFormed()
}

/** How many bytes of a text that was read as UTF-8 were wrong, and how many of its characters are not of ASCII. */
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

/** UTF-8 with some bytes that are wrong in it, or a text of one byte a character: whichever makes more sense. */
function ofBytes(bytes: Buffer): Decoded {
  const text = bytes.toString('utf8')
  const { wrong, right } = countBeyondAscii(text)
  return right > wrong || wrong === 0
    ? { encoding: 'UTF-8', text }
    : { encoding: 'Windows-1252', text: ofWindows(bytes) }
}

/** Whether a text is in UTF-16, by how it starts. */
export const isUtf16 = (start: Buffer): boolean => lowerByte(start) !== undefined

/** The text of bytes whose encoding nobody tells, without a byte order mark. Nothing is an error. */
export function decoded(bytes: Buffer): Decoded {
  const lower = lowerByte(bytes)
  const { encoding, text }: Decoded =
    lower === undefined ? ofBytes(bytes) : { encoding: 'UTF-16', text: ofUtf16(bytes, lower) }
  return { encoding, text: text.replace(/^\ufeff/, '') }
}
