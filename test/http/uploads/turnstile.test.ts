import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { createTurnstile } from '../../../src/http/uploads/turnstile.ts'

const patient = 600_000

/** A turnstile whose work records when it begins, and runs until the test ends it. */
function turnstileOf(slots: number, longestWait = patient) {
  const turn = createTurnstile({ slots, heavySlots: slots - 1, longestWait })
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const add = (
    owner: string,
    name: string,
    { target = name, isHeavy = false, signal = new AbortController().signal } = {},
  ) => {
    const added = turn({ owner, target, isHeavy }, signal).then((end) => {
      begun.push(name)
      ends.set(name, end)
    })
    return added
  }
  /** Ends work, so that waiting work can begin. */
  const end = async (name: string) => {
    ends.get(name)?.()
    await sleep(0)
  }
  return { add, begun, end }
}

t.test('concurrent work is limited, and one owner leaves a slot to others', async (t) => {
  const { add, begun, end } = turnstileOf(3)
  for (const name of ['a1', 'a2', 'a3']) void add('a', name)
  await sleep(0)
  t.strictSame(begun, ['a1', 'a2'])
  for (const name of ['b1', 'b2']) void add('b', name)
  await sleep(0)
  t.strictSame(begun, ['a1', 'a2', 'b1'])
  await end('b1')
  t.strictSame(begun, ['a1', 'a2', 'b1', 'b2'], 'a has its slots already')
  await end('a1')
  t.strictSame(begun, ['a1', 'a2', 'b1', 'b2', 'a3'])
})

t.test('owners take turns, however much work one of them has', async (t) => {
  const { add, begun, end } = turnstileOf(1)
  for (const name of ['a1', 'a2', 'a3', 'a4']) void add('a', name)
  for (const name of ['b1', 'b2']) void add('b', name)
  void add('c', 'c1')
  await sleep(0)
  for (let index = 0; index < 6; index += 1) await end(begun.at(-1) as string)
  t.strictSame(begun, ['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4'])
})

t.test('work on one target runs one after the other, and takes no slot while it waits', async (t) => {
  const { add, begun, end } = turnstileOf(3)
  void add('a', 'first', { target: 'same' })
  void add('a', 'second', { target: 'same' })
  void add('b', 'third', { target: 'same' })
  void add('a', 'other')
  await sleep(0)
  t.strictSame(begun, ['first', 'other'])
  await end('first')
  t.strictSame(begun, ['first', 'other', 'third'], 'its owner had no turn yet')
  await end('third')
  t.strictSame(begun, ['first', 'other', 'third', 'second'])
})

t.test('heavy work of one owner runs one after the other, and leaves a slot to other work', async (t) => {
  const { add, begun, end } = turnstileOf(3)
  void add('a', 'heavy a1', { isHeavy: true })
  void add('a', 'heavy a2', { isHeavy: true })
  void add('b', 'heavy b1', { isHeavy: true })
  void add('c', 'heavy c1', { isHeavy: true })
  await sleep(0)
  t.strictSame(begun, ['heavy a1', 'heavy b1'], 'two of three slots, for different owners')
  void add('a', 'light a')
  await sleep(0)
  t.strictSame(begun.slice(2), ['light a'])
  await end('light a')
  await end('heavy b1')
  t.strictSame(begun.slice(3), ['heavy c1'])
  await end('heavy a1')
  t.strictSame(begun.slice(4), ['heavy a2'])
})

t.test('waiting work ends at its timeout, or when its client leaves', async (t) => {
  const { add, begun, end } = turnstileOf(1, 50)
  void add('a', 'first')
  const controller = new AbortController()
  const errorOf = (added: Promise<void>) => added.catch((error: unknown) => error)
  const left = errorOf(add('b', 'left', { signal: controller.signal }))
  const late = errorOf(add('b', 'late'))
  controller.abort(new Error('gone'))
  t.match(await left, { message: 'gone' })
  t.match(await errorOf(add('b', 'gone before', { signal: controller.signal })), { message: 'gone' })
  t.match(await late, {
    result: { status: 503, problem: { code: 'uploads_unavailable' }, headers: { 'retry-after': '5' } },
  })
  void add('b', 'next')
  await end('first')
  t.strictSame(begun, ['first', 'next'], 'abandoned work gets no turn')
})
