import { createHash } from 'node:crypto'
import t from 'tap'
import { credentialsKeys } from '../../src/config-parsers.ts'
import { createRequestFingerprint } from '../../src/http/answering/request-fingerprint.ts'

const one = 'a'.repeat(64)
const two = 'b'.repeat(64)

t.test('the fingerprint of a request', async (t) => {
  const fingerprint = createRequestFingerprint(credentialsKeys(one))
  const { hash, matches } = fingerprint({ body: { user: 'me', password: 'secret' } })
  t.ok(matches(hash))
  t.equal(
    fingerprint({ body: { password: 'secret', user: 'me' } }).hash,
    hash,
    'the order of members does not matter',
  )
  t.notOk(fingerprint({ body: { user: 'me', password: 'other' } }).matches(hash))

  const plain = createHash('sha256').update('{"body":{"password":"secret","user":"me"}}').digest('base64url')
  t.not(hash, plain, 'without the key nobody can guess passwords')
  t.not(
    createRequestFingerprint(credentialsKeys(two))({ body: { user: 'me', password: 'secret' } }).hash,
    hash,
  )
})

t.test('after a key rotation, a retry is still the same request', async (t) => {
  const request = { body: { name: 'Shop' } }
  const { hash } = createRequestFingerprint(credentialsKeys(one))(request)
  const rotated = createRequestFingerprint(credentialsKeys(`${two},${one}`))(request)
  t.not(rotated.hash, hash)
  t.ok(rotated.matches(hash))
})
