import t from 'tap'
import { knownTime, readStoredTime, readTime } from '../src/values/read-time.ts'

t.test('a time is parsed as its text says', async (t) => {
  for (const [text, iso] of [
    ['2026-11-23T09:30:00Z', '2026-11-23T09:30:00.000Z'],
    ['2026-11-23t09:30:00.1239z', '2026-11-23T09:30:00.123Z'],
    ['2026-11-23T09:30:00+05:45', '2026-11-23T03:45:00.000Z'],
    ['2026-11-23 09:30:00.5+00', '2026-11-23T09:30:00.500Z'],
    ['0001-01-01 00:00:00+00', '0001-01-01T00:00:00.000Z'],
    ['0012-05-06 00:00:00+00', '0012-05-06T00:00:00.000Z'],
    ['0023-05-06t00:00:00z', '0023-05-06T00:00:00.000Z'],
    ['0099-12-31T23:59:59-00:00', '0099-12-31T23:59:59.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ] as const) {
    t.equal(readTime(text)?.toISOString(), iso, text)
    t.equal(knownTime(text).toISOString(), iso)
    t.equal(readStoredTime(text)?.toISOString(), iso)
  }
})

t.test('times of the database outside the range of the contract are undefined', async (t) => {
  for (const text of ['infinity', '-infinity', '0753-04-21 08:00:00+00 BC', '10000-01-01 00:00:00+00']) {
    t.equal(readStoredTime(text), undefined, text)
  }
})

t.test('texts outside the range of the contract are undefined', async (t) => {
  for (const text of [
    ...['infinity', '-infinity', '0753-04-21 08:00:00+00 BC', '10000-01-01 00:00:00+00', '', '2026', 'now'],
    ...['0000-06-01T00:00:00Z', '0001-01-01T00:00:00+01:00', '9999-12-31T23:59:59-01:00'],
    ...['2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T24:00:00Z', '2016-12-31T23:59:60Z'],
    ...['2026-01-01', '2026-01-01T00:00:00', '2026-01-01T00:00Z', '2026-01-01T00:00:00+0000'],
  ]) {
    t.equal(readTime(text), undefined, text)
    t.throws(() => knownTime(text), { message: `Not a valid time: ${text}` })
  }
})
