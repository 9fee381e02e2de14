import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const prefix = 'sbk_'
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** 43 digits of base 62 hold 256 bits, 6 the checksum. */
const form = /^(sbk_[0-9A-Za-z]{43})([0-9A-Za-z]{6})$/

function base62(number: bigint, length: number): string {
  let text = ''
  for (let rest = number; text.length < length; rest /= 62n) text = digits[Number(rest % 62n)] + text
  return text
}

const checksum = (text: string): string => base62(BigInt(crc32(text)), 6)

/** A new API token, and what is kept of it. */
export interface NewApiToken {
  /** The secret. It is shown once and then forgotten. */
  readonly token: string
  readonly hash: string
  /** How it begins: enough to tell it from others, and to nobody any use. */
  readonly hint: string
}

/**
 * Makes an API token of 32 random bytes. Its form is that of GitHub's tokens: a prefix by which scanners find those that
 * leaked, and at the end a CRC-32, by which one that was cut or mistyped is known without asking the database.
 * https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
 */
export function newApiToken(bytes = randomBytes(32)): NewApiToken {
  const body = prefix + base62(BigInt(`0x${bytes.toString('hex')}`), 43)
  const token = body + checksum(body)
  return { token, hash: apiTokenHash(token), hint: body.slice(0, prefix.length + 4) }
}

/** Whether a bearer token is meant to be an API token: JWTs begin otherwise. */
export const isApiToken = (token: string): boolean => token.startsWith(prefix)

/** Whether an API token is whole. */
export function isWhole(token: string): boolean {
  const [, body, sum] = form.exec(token) ?? []
  return body !== undefined && checksum(body) === sum
}

/**
 * The hash by which a token is kept and found: plain SHA-256 in base64url. Slow hashes are for passwords, which can be
 * guessed; a token has 256 random bits, so that it cannot, and every request would pay for the slowness.
 */
export const apiTokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url')
