import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Request } from '../hostile/requests.ts'
import type { Tenant } from '../hostile/tenants.ts'

/** A request without an answer after this many milliseconds counts as unanswered. */
const answerBound = 90_000

/** The outcome of all requests. */
export interface Tally {
  answered: number
  refused: number
  /** The longest wait for an answer, in milliseconds. */
  longest: number
  /** Requests without an answer, with the reason. */
  readonly unanswered: string[]
  /** Answers that violate an expectation. */
  readonly wrong: string[]
}

/** The answers that a request may get, besides a refusal. */
export interface Expectation {
  readonly statuses: readonly number[]
  /** Whether the answer may break off, as a stream does when the database fails after it began. */
  readonly mayBreakOff?: boolean
}

/** Sends requests, and records answers that violate an expectation. */
export interface Client {
  readonly tally: Tally
  /** Returns undefined when the outcome is unknown: a refused request, or an unexpected answer. */
  send(request: Request, expectation: Expectation): Promise<Answer | undefined>
  /** Records an unexpected answer. */
  wrong(text: string): void
}

/** A refusal must allow a retry, and say when. */
const isRefusal = ({ status, headers }: Answer) =>
  [429, 503].includes(status) && headers['retry-after'] !== undefined

/** Creates a client for one organization. */
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
      // Shorter than Retry-After, so that as many requests as possible meet the fault.
      await sleep(30)
      return undefined
    },
  }
}
