import { randomBytes } from 'node:crypto'
import t from 'tap'
import { v7 } from 'uuid'
import { toProblem } from '../../../src/http/problems/handling.ts'
import {
  CredentialsUnreadableError,
  createCredentialCipher,
} from '../../../src/identity/credentials/cipher.ts'

const key = (id: string) => ({ id, key: randomBytes(32) })
const credentials = { user: 'reader', password: 'correct horse', nested: { list: [1, null, 'ü'] } }
const place = { organizationId: v7(), integrationSourceId: v7() }

t.test('a key decrypts what it encrypted, and equal credentials have different ciphertexts', async (t) => {
  const [old, recent] = [key('2026'), key('2027')]
  const before = createCredentialCipher([old])
  const sealed = before.seal(place, credentials)
  t.strictSame(createCredentialCipher([recent, old]).open(place, sealed), credentials)
  t.notSame(before.seal(place, credentials).sealed, sealed.sealed)
  t.notMatch(sealed.sealed.toString('latin1'), /correct horse/)
  const shouted = {
    organizationId: place.organizationId.toUpperCase(),
    integrationSourceId: place.integrationSourceId.toUpperCase(),
  }
  t.strictSame(before.open(shouted, sealed), credentials, 'UUIDs in capitals are the same UUIDs')
})

t.test('any other ciphertext or key is refused', async (t) => {
  const kept = key('2026')
  const cipher = createCredentialCipher([kept])
  const sealed = cipher.seal(place, credentials)
  const changed = (position: number) => {
    const copy = Buffer.from(sealed.sealed)
    copy[position] = Number(copy[position]) ^ 1
    return { ...sealed, sealed: copy }
  }
  const attempts: [string, () => unknown, RegExp][] = [
    [
      'another source',
      () => cipher.open({ ...place, integrationSourceId: v7() }, sealed),
      /with the key 2026: it/,
    ],
    [
      'another organization',
      () => cipher.open({ ...place, organizationId: v7() }, sealed),
      /with the key 2026/,
    ],
    [
      'another key of that name',
      () => createCredentialCipher([key('2026')]).open(place, sealed),
      /not the key that/,
    ],
    [
      'the key under another name',
      () => createCredentialCipher([{ ...kept, id: 'x' }]).open(place, { ...sealed, keyId: 'x' }),
      /with the key x/,
    ],
    [
      'no such key',
      () => createCredentialCipher([key('2027')]).open(place, sealed),
      /the key 2026, which CREDENTIALS_KEY does not have/,
    ],
    ['a changed nonce', () => cipher.open(place, changed(0)), /they were changed/],
    ['a changed text', () => cipher.open(place, changed(12)), /they were changed/],
    ['a changed tag', () => cipher.open(place, changed(sealed.sealed.length - 1)), /they were changed/],
    [
      'cut',
      () => cipher.open(place, { ...sealed, sealed: sealed.sealed.subarray(0, 20) }),
      /they were changed/,
    ],
    ['empty', () => cipher.open(place, { ...sealed, sealed: Buffer.alloc(0) }), /they were changed/],
  ]
  for (const [what, open, message] of attempts) {
    t.throws(open, { name: 'CredentialsUnreadableError', message }, what)
  }
})

t.test('clients get a problem of its own', async (t) => {
  t.match(toProblem(new CredentialsUnreadableError('with the key 2026')), {
    status: 500,
    problem: { code: 'credentials_unreadable', detail: undefined },
  })
})
