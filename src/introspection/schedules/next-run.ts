import { CronExpressionParser } from 'cron-parser'

/** What is wrong with a schedule, and in which field. */
export class ScheduleError extends Error {
  readonly field: 'cron' | 'time_zone'

  constructor(field: 'cron' | 'time_zone', message: string) {
    super(message)
    this.field = field
  }
}

const hours = 60 * 60 * 1000
/** No change of a clock is longer, so nothing that is further away from one is touched by it. */
const longestChange = 3 * hours

/**
 * Makes the function that tells how far the clock of a time zone is ahead of UTC at an instant; all in milliseconds.
 *
 * @throws RangeError when there is no such time zone
 */
function clockOf(timeZone: string): (instant: number) => number {
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
 * The instants at which a clock shows a time, given as if it were UTC. A schedule for certain hours has one a day: the
 * first where the clock is set back over it, and as much later as the clock is set forward over it. A schedule for every
 * hour goes on by the hour: both of them, and none.
 */
function instantsOf(shown: number, offsetAt: (instant: number) => number, isHourly: boolean): number[] {
  const before = offsetAt(shown - 24 * hours)
  const after = offsetAt(shown + 24 * hours)
  const instants = [...new Set([before, after])]
    .map((offset) => ({ instant: shown - offset, offset }))
    .filter(({ instant, offset }) => offsetAt(instant) === offset)
    .map(({ instant }) => instant)
    .sort((one, other) => one - other)
  if (isHourly) return instants
  return [instants[0] ?? shown - before]
}

/**
 * When a cron expression of five fields is due next in a time zone, with its changes of the clock. The expression is
 * asked for what the clock shows, in UTC, where clocks never change: the library knows changes of whole hours alone.
 *
 * @throws ScheduleError
 */
export function nextRun(cron: string, timeZone: string, after: Date): Date {
  let offsetAt: ReturnType<typeof clockOf>
  try {
    offsetAt = clockOf(timeZone)
  } catch {
    throw new ScheduleError('time_zone', 'Input should be an IANA time zone')
  }
  const isHourly = /^\S+\s+\*/.test(cron.trim())
  const now = after.getTime()
  const changesNear = (instant: number) =>
    offsetAt(instant - longestChange) !== offsetAt(instant + longestChange)
  const shownNow = now + offsetAt(now)
  try {
    if (cron.trim().split(/\s+/).length !== 5) throw new Error('not five fields')
    const currentDate = new Date(changesNear(now) ? shownNow - longestChange : shownNow)
    const expression = CronExpressionParser.parse(cron, { currentDate, tz: 'UTC' })
    let next = Number.POSITIVE_INFINITY
    for (;;) {
      const shown = expression.next().getTime()
      next = Math.min(next, ...instantsOf(shown, offsetAt, isHourly).filter((instant) => instant > now))
      if (next === Number.POSITIVE_INFINITY) continue
      // Where the clock changes, what it shows later may come sooner.
      const isFar = shown > next + offsetAt(next) + longestChange
      if (isFar || !changesNear(next)) return new Date(next)
    }
  } catch {
    throw new ScheduleError('cron', 'Input should be a cron expression of five fields that has a next time')
  }
}
