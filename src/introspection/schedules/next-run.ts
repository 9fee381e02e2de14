import { CronExpressionParser } from 'cron-parser'

/** An invalid field of a schedule. */
export class ScheduleError extends Error {
  readonly field: 'cron' | 'time_zone'

  constructor(field: 'cron' | 'time_zone', message: string) {
    super(message)
    this.field = field
  }
}

const hours = 60 * 60 * 1000
/** The most by which a time zone ever moves its clock. It affects no time further away than that. */
const longestChange = 3 * hours

/**
 * Creates the function that returns the offset of a time zone from UTC at an instant; both are in
 * milliseconds.
 *
 * @throws RangeError when the time zone does not exist
 */
function createOffset(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (instant) => {
    const parts = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    )
    const { year, month, day, hour, minute, second } = parts as Record<string, number> & {
      year: number
      month: number
    }
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
  }
}

/**
 * Returns the instants at which a clock shows a local time.
 *
 * A schedule for certain hours runs once a day. If the clock is set back, so that the time occurs twice, it
 * runs at the first. If the clock is set forward over the time, it runs as much later as the clock was moved.
 * A schedule for every hour runs at each occurrence: twice, or not at all.
 *
 * @param localTime the local time in milliseconds, as if it were UTC
 */
function instantsAt(localTime: number, offsetAt: (instant: number) => number, isHourly: boolean): number[] {
  const before = offsetAt(localTime - 24 * hours)
  const after = offsetAt(localTime + 24 * hours)
  const instants = [...new Set([before, after])]
    .map((offset) => ({ instant: localTime - offset, offset }))
    .filter(({ instant, offset }) => offsetAt(instant) === offset)
    .map(({ instant }) => instant)
    .sort((one, other) => one - other)
  if (isHourly) return instants
  return [instants[0] ?? localTime - before]
}

/**
 * Returns when a cron expression of five fields is due next in a time zone. The library handles only clock
 * changes of whole hours. So it evaluates the expression in UTC, which has no clock changes, and its results
 * are read as local times.
 *
 * @throws ScheduleError when the expression or the time zone is invalid
 */
export function nextRun(cron: string, timeZone: string, after: Date): Date {
  let offsetAt: ReturnType<typeof createOffset>
  try {
    offsetAt = createOffset(timeZone)
  } catch {
    throw new ScheduleError('time_zone', 'Input should be an IANA time zone')
  }
  const isHourly = /^\S+\s+\*/.test(cron.trim())
  const now = after.getTime()
  const changesNear = (instant: number) =>
    offsetAt(instant - longestChange) !== offsetAt(instant + longestChange)
  const localNow = now + offsetAt(now)
  try {
    if (cron.trim().split(/\s+/).length !== 5) throw new Error('not five fields')
    const currentDate = new Date(changesNear(now) ? localNow - longestChange : localNow)
    const expression = CronExpressionParser.parse(cron, { currentDate, tz: 'UTC' })
    let next = Number.POSITIVE_INFINITY
    for (;;) {
      const localTime = expression.next().getTime()
      next = Math.min(next, ...instantsAt(localTime, offsetAt, isHourly).filter((instant) => instant > now))
      if (next === Number.POSITIVE_INFINITY) continue
      // Near a clock change, a later local time may be an earlier instant.
      const isFar = localTime > next + offsetAt(next) + longestChange
      if (isFar || !changesNear(next)) return new Date(next)
    }
  } catch {
    throw new ScheduleError('cron', 'Input should be a cron expression of five fields that has a next time')
  }
}
