const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits))

function mixed(block: number): number {
  return Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593)
}

/**
 * MurmurHash3_x86_32 (A. Appleby, public domain) of the UTF-16 units of a text, two units a block; an unsigned 32-bit
 * integer. Written here because the published packages hash bytes and would encode each value first.
 */
export function murmur3(text: string, seed: number): number {
  let hash = seed
  let index = 0
  for (; index + 1 < text.length; index += 2) {
    hash ^= mixed(text.charCodeAt(index) | (text.charCodeAt(index + 1) << 16))
    hash = (Math.imul(rotate(hash, 13), 5) + 0xe6546b64) | 0
  }
  if (index < text.length) hash ^= mixed(text.charCodeAt(index))
  hash ^= text.length * 2
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Hashes are whole numbers below this, so that they are exact in JSON, in a double and in a bigint column. */
export const hashRange = 2 ** 53

/** A hash of a text, evenly spread over 0 to 2^53 - 1: two MurmurHash3 with different seeds, 21 and 32 bits of them. */
export const hashOf = (text: string): number =>
  (murmur3(text, 0x9747b28c) & 0x1fffff) * 2 ** 32 + murmur3(text, 0x5bd1e995)
