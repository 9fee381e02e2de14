import { CronExpressionParser } from 'cron-parser'

/** What is wrong with a schedule, and in which field. */
export class ScheduleError extends Error {
  readonly field: 'cron' | 'time_zone'

  constructor(field: 'cron' | 'time_zone', message: string) {
    super(message)
    this.field = field
  }
}

/**
 * When a cron expression of five fields is due next in a time zone, with its changes of the clock.
 *
 * @throws ScheduleError
 */
export function nextRun(cron: string, timeZone: string, after: Date): Date {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch {
    throw new ScheduleError('time_zone', 'Input should be an IANA time zone')
  }
  const wrong = () =>
    new ScheduleError('cron', 'Input should be a cron expression of five fields that has a next time')
  if (cron.trim().split(/\s+/).length !== 5) throw wrong()
  try {
    return CronExpressionParser.parse(cron, { currentDate: after, tz: timeZone }).next().toDate()
  } catch {
    throw wrong()
  }
}
