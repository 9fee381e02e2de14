import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { coalesce } from '../../src/db/coalesce.ts'

/** Statements that end when the test says so. */
function runs() {
  const open: { inputs: number[]; end(error?: Error): void }[] = []
  const run = (inputs: number[]) =>
    new Promise<number[]>((resolve, reject) => {
      open.push({
        inputs,
        end: (error) => (error ? reject(error) : resolve(inputs.map((input) => input * 10))),
      })
    })
  return { open, run }
}

const refused = () => Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })

t.test(
  'a statement takes at most one batch, and the number of concurrent statements is limited',
  async (t) => {
    const { open, run } = runs()
    const call = coalesce(run, { maximumBatch: 3, concurrency: 2 })
    const answers = [1, 2, 3, 4, 5, 6, 7].map(call)
    await turn()
    t.strictSame(
      open.map(({ inputs }) => inputs),
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    )
    open[1]?.end()
    await turn()
    t.strictSame(open.map(({ inputs }) => inputs).slice(2), [[7]], 'the next one begins when one has ended')
    open[0]?.end()
    open[2]?.end()
    t.strictSame(await Promise.all(answers), [10, 20, 30, 40, 50, 60, 70], 'each call gets its own result')
    const later = call(8)
    await turn()
    t.strictSame(open[3]?.inputs, [8], 'afterwards a call runs at once')
    open[3]?.end()
    t.equal(await later, 80)
  },
)

t.test('an error affects its own batch only', async (t) => {
  const { open, run } = runs()
  const call = coalesce(run, { maximumBatch: 2, concurrency: 1 })
  const answers = Promise.allSettled([1, 2, 3].map(call))
  await turn()
  open[0]?.end(new Error('deadlock'))
  await turn()
  open[1]?.end()
  t.match(await answers, [
    { reason: { message: 'deadlock' } },
    { reason: { message: 'deadlock' } },
    { value: 30 },
  ])
})

t.test('without a connection, all waiting calls are rejected at once', async (t) => {
  const { open, run } = runs()
  const call = coalesce(run, { maximumBatch: 2, concurrency: 1 })
  const answers = Promise.allSettled([1, 2, 3].map(call))
  await turn()
  open[0]?.end(refused())
  t.match(await answers, [
    { status: 'rejected' },
    { status: 'rejected' },
    { reason: { code: 'ECONNREFUSED' } },
  ])
  t.equal(open.length, 1)
})
