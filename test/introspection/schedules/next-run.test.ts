import t from 'tap'
import { nextRun } from '../../../src/introspection/schedules/next-run.ts'

/** The next runs after `from` (UTC), in the local time of the zone. */
function runs(cron: string, timeZone: string, from: string, count: number): string[] {
  const shown: string[] = []
  let at = new Date(`${from}Z`)
  while (shown.length < count) {
    at = nextRun(cron, timeZone, at)
    shown.push(at.toLocaleString('sv-SE', { timeZone }).slice(5, 16))
  }
  return shown
}

const lordHowe = 'Australia/Lord_Howe'
const berlin = 'Europe/Berlin'

t.test('a daily schedule runs once on each day, also when clocks change', async (t) => {
  for (const [why, cron, timeZone, from, days] of [
    [
      'half an hour forward',
      '15 2 * * *',
      lordHowe,
      '2027-10-01T12:00',
      ['10-02 02:15', '10-03 02:45', '10-04 02:15'],
    ],
    [
      'half an hour back',
      '45 1 * * *',
      lordHowe,
      '2027-04-02T12:00',
      ['04-03 01:45', '04-04 01:45', '04-05 01:45'],
    ],
    [
      'an hour forward',
      '30 2 * * *',
      berlin,
      '2027-03-26T12:00',
      ['03-27 02:30', '03-28 03:30', '03-29 02:30'],
    ],
    ['an hour back', '30 2 * * *', berlin, '2027-10-29T12:00', ['10-30 02:30', '10-31 02:30', '11-01 02:30']],
    [
      'at midnight',
      '15 0 * * *',
      'America/Santiago',
      '2027-09-03T12:00',
      ['09-04 00:15', '09-05 01:15', '09-06 00:15'],
    ],
    [
      'two hours forward',
      '30 2 * * *',
      'Antarctica/Troll',
      '2027-03-27T12:00',
      ['03-28 04:30', '03-29 02:30'],
    ],
    ['two hours back', '30 1 * * *', 'Antarctica/Troll', '2027-10-30T12:00', ['10-31 01:30', '11-01 01:30']],
    ['no change', '0 3 29 2 *', 'UTC', '2027-01-01T00:00', ['02-29 03:00', '02-29 03:00']],
  ] as const) {
    t.strictSame(runs(cron, timeZone, from, days.length), days, why)
  }
})

t.test('runs that a clock change moves stay in order, and none is lost', async (t) => {
  t.strictSame(runs('15,30 2 * * *', lordHowe, '2027-10-02T12:00', 4), [
    '10-03 02:30',
    '10-03 02:45',
    '10-04 02:15',
    '10-04 02:30',
  ])
  t.strictSame(runs('*/30 2 * * *', berlin, '2027-10-30T12:00', 3), [
    '10-31 02:00',
    '10-31 02:30',
    '11-01 02:00',
  ])
})

t.test('an hourly schedule runs every hour, also when clocks change', async (t) => {
  t.strictSame(runs('0 * * * *', berlin, '2027-10-30T23:30', 4), [
    '10-31 02:00',
    '10-31 02:00',
    '10-31 03:00',
    '10-31 04:00',
  ])
  t.strictSame(runs('0 * * * *', berlin, '2027-03-27T23:30', 3), [
    '03-28 01:00',
    '03-28 03:00',
    '03-28 04:00',
  ])
  t.strictSame(runs('*/30 * * * *', lordHowe, '2027-04-03T14:10', 4), [
    '04-04 01:30',
    '04-04 01:30',
    '04-04 02:00',
    '04-04 02:30',
  ])
  t.strictSame(runs('0 * * * *', lordHowe, '2027-04-03T12:40', 3), [
    '04-04 00:00',
    '04-04 01:00',
    '04-04 02:00',
  ])
  t.strictSame(runs('0 * * * *', lordHowe, '2027-10-02T14:00', 3), [
    '10-03 01:00',
    '10-03 03:00',
    '10-03 04:00',
  ])
})

t.test('invalid schedules', async (t) => {
  const cron = /cron expression of five fields/
  for (const text of ['0 3 30 2 *', '* * * * * *', '61 * * * *', '*']) {
    t.throws(() => nextRun(text, 'UTC', new Date()), { message: cron }, text)
  }
  t.throws(() => nextRun('* * * * *', 'Mars/Olympus', new Date()), { message: /IANA time zone/ })
})
