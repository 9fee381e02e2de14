import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { createTurns, type TurnsOptions } from '../../../src/http/admission/turns.ts'

const patient = 600_000
const somebody = () => ({ destroyed: false, writableEnded: false })

/** A queue whose work records when it begins. */
function turnsOf(options: Partial<TurnsOptions> = {}) {
  const turns = createTurns({ slots: 2, slotsPerOwner: 1, mostWaiting: 100, ...options })
  const begun: string[] = []
  const add = async (owner: string, name: string, { recipient = somebody(), patience = patient } = {}) => {
    if (!turns.tryTake(owner)) await turns.wait(owner, recipient, patience)
    begun.push(name)
  }
  /** Ends work of an owner, so that waiting work can begin. */
  const end = async (owner: string) => {
    turns.give(owner)
    await sleep(0)
  }
  return { ...turns, add, begun, end }
}

t.test('while slots are free, work begins without waiting', async (t) => {
  const { tryTake, count } = turnsOf({ slots: 3, slotsPerOwner: 2 })
  t.equal(tryTake('a'), true)
  t.equal(tryTake('a'), true)
  t.equal(tryTake('a'), false, 'the last slot is for other owners')
  t.equal(tryTake('b'), true)
  t.equal(tryTake('c'), false)
  t.strictSame(count(), { working: 3, waiting: 0 })
})

t.test('owners take turns, however much work one of them has waiting', async (t) => {
  const { add, begun, end, count, tryTake } = turnsOf()
  for (const name of ['a1', 'a2', 'a3']) void add('a', name)
  await sleep(0)
  t.strictSame(begun, ['a1'])
  for (const name of ['b1', 'b2']) void add('b', name)
  void add('c', 'c1')
  await sleep(0)
  t.strictSame(begun, ['a1', 'b1'])
  t.strictSame(count(), { working: 2, waiting: 4 })
  await end('b')
  t.strictSame(begun, ['a1', 'b1', 'b2'], 'a has its slot already')
  await end('b')
  await end('a')
  t.strictSame(begun, ['a1', 'b1', 'b2', 'c1', 'a2'])
  await end('c')
  t.equal(tryTake('a'), false, 'new work does not overtake waiting work of its owner')
  await end('a')
  await end('a')
  t.strictSame(begun.slice(5), ['a3'])
  t.strictSame(count(), { working: 0, waiting: 0 })
})

t.test('several turns of one owner begin when there is room for all of them', async (t) => {
  const { add, begun, end } = turnsOf({ slots: 3, slotsPerOwner: 2 })
  for (const name of ['a1', 'a2', 'a3', 'a4']) void add('a', name)
  void add('b', 'b1')
  await sleep(0)
  await end('b')
  await end('a')
  t.strictSame(begun, ['a1', 'a2', 'b1', 'a3'])
})

t.test('in a full queue, the owner with most work loses its last entry to an owner with less', async (t) => {
  const caught = (error: unknown) => error
  const { add, begun, end, wait } = turnsOf({ slots: 1, mostWaiting: 3 })
  void add('a', 'a1')
  void add('a', 'a2')
  void add('a', 'a3')
  const last = add('a', 'a4')
  await sleep(0)
  const busy = { result: { status: 503, headers: { 'retry-after': '1' }, problem: { code: 'server_busy' } } }
  t.match(await wait('a', somebody(), patient).catch(caught), busy)
  void add('b', 'b1')
  t.match(await last.catch(caught), busy)
  const again = await wait('b', somebody(), patient).catch(caught)
  t.match(again, busy, 'otherwise the two owners would only swap slots')
  await end('a')
  await end('a')
  await end('b')
  t.match(begun, ['a1', 'a2', 'b1'])
})

t.test('work that waits too long is refused, and abandoned work leaves the queue', async (t) => {
  const { add, begun, end, refuseLate, count } = turnsOf({ slots: 1 })
  void add('a', 'a1')
  const late = add('a', 'late', { patience: -1 })
  const gone = { ...somebody() }
  const left = add('b', 'left', { recipient: gone })
  void add('b', 'b1')
  gone.destroyed = true
  const answered = add('c', 'answered', { recipient: { destroyed: false, writableEnded: true } })
  const refused = Promise.allSettled([late, left, answered])
  refuseLate()
  t.strictSame(
    (await refused).map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  )
  t.strictSame(count(), { working: 1, waiting: 1 })
  await end('a')
  t.strictSame(begun, ['a1', 'b1'])
})

t.test('all waiting work can be refused at once', async (t) => {
  const { add, refuseAll, count } = turnsOf({ slots: 1 })
  void add('a', 'a1')
  const waiting = ['a', 'b', 'c'].map((owner) => add(owner, owner))
  const refused = Promise.all(waiting.map((one) => t.rejects(one, { message: 'away' })))
  refuseAll(new Error('away'))
  await refused
  t.strictSame(count(), { working: 1, waiting: 0 })
})
