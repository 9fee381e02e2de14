import { EventEmitter } from 'node:events'
import t from 'tap'
import { endOnUnhandledErrors } from '../src/last-resort.ts'

for (const event of ['uncaughtException', 'unhandledRejection']) {
  for (const thrown of [new TypeError('a bug'), 'a text that may be a secret']) {
    t.test(`an ${event} with a ${typeof thrown} is logged, and ends the process`, async (t) => {
      const happened: unknown[] = []
      const program = Object.assign(new EventEmitter(), { exit: (code: number) => happened.push(code) })
      endOnUnhandledErrors({ fatal: (details: unknown) => happened.push(details) }, program as never)
      program.emit(event, thrown)
      t.match(happened, [{ event, err: thrown instanceof Error ? thrown : { message: 'string thrown' } }, 1])
      t.notMatch(String(happened), 'secret')
    })
  }
}
