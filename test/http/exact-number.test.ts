import fc from 'fast-check'
import t from 'tap'
import { isExact } from '../../src/values/exact-number.ts'

/** A decimal as a fraction of integers, which loses nothing. */
function exactly(text: string): bigint {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  return BigInt(whole + fraction) * 10n ** BigInt(1000 + Number(exponent) - fraction.length)
}

t.test('a number is exact when parsing does not change its value', async (t) => {
  for (const text of [
    ...['0', '-0', '0.0', '1', '-12.50', '1e5', '1E+5', '100e-2', '0.1', '0.30000000000000004'],
    ...['9007199254740992', '1e308', '5e-324', '1.7976931348623157e308', '10000000000000000000000'],
    ...['0e999999999999999999', '33.333333333333336', `1${'0'.repeat(308)}`, `0.${'0'.repeat(300)}1`],
  ])
    t.ok(isExact(text), text)
  for (const text of [
    ...['9007199254740993', '12345678901234567890', '1e400', '-1e400', '1e-400', '0.1000000000000000055'],
    ...['33.333333333333333333', '1.7976931348623159e308', '1e999999999999999999', `1${'0'.repeat(500)}`],
  ])
    t.notOk(isExact(text), text)
  for (const text of ['1.', '-', '1-2', '1e', '1.2.3']) t.ok(isExact(text), `${text} is left to the parser`)
})

t.test('the result agrees with arithmetic on integers', async (t) => {
  const digits = (length: number) =>
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: length }).map((all) => all.join(''))
  const number = fc
    .tuple(digits(12), digits(12), fc.integer({ min: -40, max: 40 }))
    .map(([whole, fraction, exponent]) => `${whole.replace(/^0+(?=.)/, '')}.${fraction}e${exponent}`)
  fc.assert(
    fc.property(number, (text) => {
      t.equal(isExact(text), exactly(text) === exactly(String(Number(text))), text)
    }),
    { numRuns: 2000 },
  )
})
