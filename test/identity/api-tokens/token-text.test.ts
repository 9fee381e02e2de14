import t from 'tap'
import {
  apiTokenHash,
  isApiToken,
  isWhole,
  newApiToken,
} from '../../../src/identity/api-tokens/token-text.ts'

t.test('a truncated or mistyped token is detected without the database', async (t) => {
  for (const bytes of [undefined, Buffer.alloc(32), Buffer.alloc(32, 255)]) {
    const { token, hash, hint } = newApiToken(bytes)
    t.match(token, /^sbk_[0-9A-Za-z]{49}$/)
    t.ok(isApiToken(token) && isWhole(token))
    t.equal(hash, apiTokenHash(token))
    t.equal(hint, token.slice(0, 8))
    for (let place = 4; place < token.length; place += 1) {
      t.notOk(isWhole(token.slice(0, place)), `cut at ${place}`)
      const digit = token[place] === 'x' ? 'y' : 'x'
      t.notOk(isWhole(token.slice(0, place) + digit + token.slice(place + 1)), `another digit at ${place}`)
    }
    t.notOk(isWhole(`${token}0`) || isWhole(`${token}\n`) || isWhole(` ${token}`))
  }
})

t.test('tokens are unique, and other kinds of tokens do not look like them', async (t) => {
  t.equal(new Set(Array.from({ length: 1000 }, () => newApiToken().token)).size, 1000)
  for (const other of ['', 'eyJhbGciOiJIUzI1NiJ9.e30.x', 'SBK_x', ' sbk_']) t.notOk(isApiToken(other), other)
})

t.test('the format is fixed, so that existing tokens stay valid', async (t) => {
  t.equal(newApiToken(Buffer.from(`${'0'.repeat(62)}3d`, 'hex')).token.slice(0, 47), `sbk_${'0'.repeat(42)}z`)
  t.ok(isWhole('sbk_Ydw9YmqeUA0ypZl2pL7Xuuq1c2RIT9Nyb2ZF5q3te6R0e124x'), 'the example of the documentation')
})
