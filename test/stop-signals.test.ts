import { EventEmitter } from 'node:events'
import t from 'tap'
import { onStopSignal } from '../src/stop-signals.ts'

/** A program whose stop signals the test controls. */
function started() {
  const events: (string | number)[] = []
  let time = 0
  const program = Object.assign(new EventEmitter(), { exit: (code: number) => void events.push(code) })
  onStopSignal(
    () => void events.push('stop'),
    program as unknown as NodeJS.Process,
    () => time,
  )
  const signal = (name: string, at: number) => {
    time = at
    program.emit(name)
  }
  return { events, signal }
}

t.test('several signals within a second count as one', async (t) => {
  const { events, signal } = started()
  signal('SIGINT', 5000)
  signal('SIGINT', 5003)
  signal('SIGTERM', 5999)
  t.strictSame(events, ['stop'])
})

for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  t.test(`${name} after more than a second ends the process with ${code}`, async (t) => {
    const { events, signal } = started()
    signal('SIGINT', 5000)
    signal(name, 6000)
    t.strictSame(events, ['stop', code])
  })
}
