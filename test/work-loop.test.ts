import t from 'tap'
import { createWorkLoop } from '../src/work-loop.ts'

t.test('it works until nothing is left, one call at a time', async (t) => {
  let left = 3
  let running = 0
  let most = 0
  const loop = createWorkLoop(async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running -= 1
    left -= 1
    return left > 0
  }, t.fail)
  await Promise.all([loop.wake(), loop.wake()])
  t.match({ left, most }, { left: 0, most: 1 })
})

t.test('when woken during a call that finds nothing, it calls once more', async (t) => {
  let calls = 0
  const loop = createWorkLoop(async () => {
    calls += 1
    if (calls === 1) void loop.wake()
    return false
  }, t.fail)
  await loop.wake()
  t.equal(calls, 2)
})

t.test('an error is logged, and it works again when it is woken', async (t) => {
  const errors: Error[] = []
  let calls = 0
  const loop = createWorkLoop(
    async () => {
      calls += 1
      if (calls === 1) throw new Error('away')
      return false
    },
    (error) => errors.push(error),
  )
  await loop.wake()
  t.match(errors, [{ message: 'away' }])
  await loop.wake()
  t.equal(calls, 2)
})
