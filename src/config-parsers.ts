import { createHash } from 'node:crypto'
import { isAbsolute } from 'node:path'

/** A key that encrypts credentials at rest. Stored values contain `id`, so that old ones can be decrypted. */
export interface CredentialsKey {
  readonly id: string
  /** 32 bytes. */
  readonly key: Buffer
}

/*
 * A parser converts the text of an environment variable to its value, or throws an Error. The message
 * completes "<NAME> …" and never contains the text, which may be secret.
 */

/** Accepts any text. */
export function text(value: string): string {
  return value
}

/** Creates a parser for whole numbers from `minimum` to `maximum`. */
export function wholeNumber(minimum: number, maximum: number): (value: string) => number {
  return (value) => {
    const number = Number(value)
    if (!/^\d+$/.test(value) || number < minimum || number > maximum) {
      throw new Error(`must be a whole number from ${minimum} to ${maximum}`)
    }
    return number
  }
}

/** Accepts a path that begins with a slash, and removes trailing slashes. */
export function basePath(value: string): string {
  const path = value.replace(/\/+$/, '')
  if (!/^(\/[\w.~-]+)*$/.test(path)) throw new Error('must be a path, e.g. /sourcebook')
  return path
}

/** Accepts a comma list of web origins, or `*` for all of them. */
export function origins(value: string): readonly string[] {
  const all = value.split(',').map((origin) => origin.trim())
  const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text
  if (value !== '*' && !all.every(isOrigin))
    throw new Error('must be * or a comma list of origins, e.g. https://app.example.com')
  return all
}

/** Accepts a number from 0 to 1. */
export function share(value: string): number {
  const number = Number(value)
  if (!/^[\d.]+$/.test(value) || !(number >= 0 && number <= 1))
    throw new Error('must be a number from 0 to 1')
  return number
}

/** Creates a parser for a fixed list of words. */
export function oneOf<const Word extends string>(...words: Word[]): (value: string) => Word {
  return (value) => {
    const found = words.find((word) => word === value)
    if (found === undefined) throw new Error(`must be one of ${words.join(', ')}`)
    return found
  }
}

/** Accepts `true` and `false`. */
export function flag(value: string): boolean {
  return oneOf('true', 'false')(value) === 'true'
}

/** Accepts a connection string of PostgreSQL. It may have several hosts, so it may not be a valid URL. */
export function databaseUrl(value: string): string {
  if (!/^postgres(ql)?:\/\/./.test(value)) {
    throw new Error('must look like postgres://user:password@host:5432/database')
  }
  return value
}

/** Accepts an absolute http or https URL. */
export function webUrl(value: string): string {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) throw new Error('must be an http or https URL')
  return value
}

/**
 * Accepts a secret for HS256, which needs at least the length of the hash: 32 bytes (RFC 7518, section 3.2).
 */
export function sharedSecret(value: string): string {
  if (Buffer.byteLength(value) < 32) {
    throw new Error('must have at least 32 bytes; make one with: openssl rand -base64 32')
  }
  return value
}

/**
 * Accepts a comma list of keys of 32 bytes in base64 or hex, each optionally as `id:key`. The first key
 * encrypts, and all keys decrypt. A key without an id gets its fingerprint as id, so two different keys do
 * not share an id by accident.
 */
export function credentialsKeys(value: string): readonly [CredentialsKey, ...CredentialsKey[]] {
  const [current, ...older] = value.split(',').map(credentialsKey)
  const keys = [current as CredentialsKey, ...older] as const
  if (new Set(keys.map(({ id }) => id)).size < keys.length)
    throw new Error('must not have two keys of one id')
  return keys
}

const keyForm = /^(?:(?<id>[\w-]{1,64}):)?(?:(?<hex>[0-9a-f]{64})|(?<base64>[\w+/-]{43}=?))$/i

function credentialsKey(value: string): CredentialsKey {
  const parts = keyForm.exec(value.trim())?.groups
  if (parts === undefined) {
    throw new Error(
      'must be a key of 32 bytes in base64 or hex (or several, with commas, the current one first); make one with: openssl rand -base64 32',
    )
  }
  const key = parts.hex ? Buffer.from(parts.hex, 'hex') : Buffer.from(parts.base64 as string, 'base64')
  return { id: parts.id ?? createHash('sha256').update(key).digest('hex').slice(0, 8), key }
}

/** Accepts a comma list of absolute paths. */
export function folders(value: string): readonly string[] {
  const paths = value
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '')
  if (!paths.every(isAbsolute)) throw new Error('must be a comma list of absolute paths')
  return paths
}
