const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits))

function mix(block: number): number {
  return Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593)
}

/**
 * MurmurHash3_x86_32 (A. Appleby, public domain) of the UTF-16 units of a text, two units for each block.
 * Returns an unsigned 32-bit integer. It is written here since published packages hash bytes, for which each
 * value would have to be encoded first.
 */
export function murmur3(text: string, seed: number): number {
  let hash = seed
  let index = 0
  for (; index + 1 < text.length; index += 2) {
    hash ^= mix(text.charCodeAt(index) | (text.charCodeAt(index + 1) << 16))
    hash = (Math.imul(rotate(hash, 13), 5) + 0xe6546b64) | 0
  }
  if (index < text.length) hash ^= mix(text.charCodeAt(index))
  hash ^= text.length * 2
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Hashes are integers below this limit, so that JSON, doubles and bigint columns hold them exactly. */
export const hashRange = 2 ** 53

/** Hashes a text to 0 … 2^53 - 1, evenly spread: 21 and 32 bits of two MurmurHash3 with different seeds. */
export const hashOf = (text: string): number =>
  (murmur3(text, 0x9747b28c) & 0x1fffff) * 2 ** 32 + murmur3(text, 0x5bd1e995)
