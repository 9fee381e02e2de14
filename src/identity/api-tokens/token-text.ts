import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const prefix = 'sbk_'
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** 43 digits in base 62 for 256 bits, and 6 for the checksum. */
const form = /^(sbk_[0-9A-Za-z]{43})([0-9A-Za-z]{6})$/

function base62(number: bigint, length: number): string {
  let text = ''
  for (let rest = number; text.length < length; rest /= 62n) text = digits[Number(rest % 62n)] + text
  return text
}

const checksum = (text: string): string => base62(BigInt(crc32(text)), 6)

/** A new API token; only `hash` and `hint` are stored. */
export interface NewApiToken {
  /** The secret, which is shown only once. */
  readonly token: string
  readonly hash: string
  /** Its first characters: enough to recognize it, too few to guess it. */
  readonly hint: string
}

/**
 * Creates an API token from 32 random bytes, in the format of GitHub's tokens. With the prefix, scanners find
 * leaked tokens. With the CRC-32 at the end, the server recognizes a truncated or mistyped token without a
 * query.
 * https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
 */
export function newApiToken(bytes = randomBytes(32)): NewApiToken {
  const body = prefix + base62(BigInt(`0x${bytes.toString('hex')}`), 43)
  const token = body + checksum(body)
  return { token, hash: apiTokenHash(token), hint: body.slice(0, prefix.length + 4) }
}

/** Whether a bearer token has the prefix of API tokens; JWTs never have it. */
export const isApiToken = (token: string): boolean => token.startsWith(prefix)

/** Whether an API token is complete and its checksum matches. */
export function isWhole(token: string): boolean {
  const [, body, sum] = form.exec(token) ?? []
  return body !== undefined && checksum(body) === sum
}

/**
 * The hash by which a token is stored and found: plain SHA-256 in base64url. Slow hashes protect passwords,
 * which can be guessed. A token has 256 random bits and cannot be guessed, and a slow hash would delay every
 * request.
 */
export const apiTokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url')
