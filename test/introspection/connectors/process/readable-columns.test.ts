import t from 'tap'
import { ConnectorError } from '../../../../src/introspection/connectors/connector-error.ts'
import { findReadable } from '../../../../src/introspection/connectors/process/readable-columns.ts'

const failure = new ConnectorError('server_error')

/** A system with some unreadable columns; counts the statements. */
function system(count: number, bad: readonly number[], error: Error = failure) {
  const columns = Array.from({ length: count }, (_, index) => index)
  const state = { statements: 0 }
  const read = async (list: readonly number[]) => {
    state.statements += 1
    if (list.some((column) => bad.includes(column))) throw error
  }
  return { columns, read, state }
}

t.test('unreadable columns are found by bisection', async (t) => {
  for (const [count, bad] of [
    [2, [0]],
    [3, [2]],
    [7, [0, 6]],
    [1000, [517]],
  ] as const) {
    const { columns, read, state } = system(count, bad)
    const { readable, unreadable } = await findReadable(columns, failure, read)
    t.strictSame(unreadable, bad)
    t.strictSame(
      readable,
      columns.filter((column) => !(bad as readonly number[]).includes(column)),
    )
    t.ok(state.statements <= 60, `${state.statements} statements for ${count} columns`)
  }
})

t.test('a completely unreadable table, and errors without a column, are given up early', async (t) => {
  const all = system(1000, [...Array(1000).keys()])
  await t.rejects(findReadable(all.columns, failure, all.read), failure)
  t.ok(all.state.statements < 40, `${all.state.statements} statements`)
  const scattered = system(
    1000,
    [...Array(100).keys()].map((index) => index * 10),
  )
  await t.rejects(findReadable(scattered.columns, failure, scattered.read), failure)
  const one = system(1, [0])
  await t.rejects(findReadable(one.columns, failure, one.read), failure)
  const lost = new ConnectorError('connection_lost')
  await t.rejects(
    findReadable([1, 2], lost, async () => undefined),
    lost,
  )
  const later = system(2, [0], lost)
  await t.rejects(findReadable(later.columns, failure, later.read), lost)
})
