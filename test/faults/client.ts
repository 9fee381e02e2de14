import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Request } from '../hostile/requests.ts'
import type { Tenant } from '../hostile/tenants.ts'

/** After so many milliseconds a request counts as one that nobody answers. */
const answerBound = 90_000

/** What requests met, in all. */
export interface Tally {
  answered: number
  refused: number
  /** The longest that a request waited, in milliseconds. */
  longest: number
  /** Requests that were not answered, and why. */
  readonly unanswered: string[]
  /** Answers that must not be. */
  readonly wrong: string[]
}

/** What a request may be answered, beside a refusal. */
export interface Expectation {
  readonly statuses: readonly number[]
  /** Whether the answer may break off, as a stream must when the database fails after it began. */
  readonly mayBreakOff?: boolean
}

/** Sends requests, and notes what must not be answered to them. */
export interface Client {
  readonly tally: Tally
  /** Returns undefined for a request that was refused, or not answered as expected: whether it was done is not known. */
  send(request: Request, expectation: Expectation): Promise<Answer | undefined>
  /** Notes an answer that must not be. */
  wrong(text: string): void
}

/** What a refusal must be: it may be tried again, and says when. */
const isRefusal = ({ status, headers }: Answer) =>
  [429, 503].includes(status) && headers['retry-after'] !== undefined

/** Makes a client of one organization. */
export function createClient(tenant: Tenant): Client {
  const tally: Tally = { answered: 0, refused: 0, longest: 0, unanswered: [], wrong: [] }
  const wrong = (text: string) => void tally.wrong.push(text)
  return {
    tally,
    wrong,
    async send(request, { statuses, mayBreakOff = false }) {
      const answer = await tenant.send({ patience: answerBound, ...request })
      const { method = 'GET', path } = request
      tally.longest = Math.max(tally.longest, answer.milliseconds)
      if (statuses.includes(answer.status)) {
        tally.answered += 1
        return answer
      }
      if (isRefusal(answer)) tally.refused += 1
      else if (answer.status !== 0) wrong(`${method} ${path} answered ${answer.status}: ${answer.text}`)
      else if (!mayBreakOff || answer.text !== 'aborted')
        tally.unanswered.push(`${method} ${path} after ${Math.round(answer.milliseconds)} ms: ${answer.text}`)
      // Shorter than Retry-After asks for: the fault is to meet as many requests as it can.
      await sleep(30)
      return undefined
    },
  }
}
