import t from 'tap'
import type { RemoteProfile } from '../../src/introspection/connectors/process/connector.ts'
import { sketchOf } from '../../src/introspection/profiling/sketch.ts'
import { profileTable } from '../../src/introspection/profiling/table-profile.ts'
import type { TableSample } from '../../src/introspection/profiling/table-sample.ts'
import { ancestorsOf } from '../../src/introspection/relationships/ancestors.ts'
import { coincidenceOf } from '../../src/introspection/relationships/coincidence.ts'
import { inferRelationships, planTuples } from '../../src/introspection/relationships/infer.ts'
import type { KnownTable } from '../../src/introspection/relationships/known-table.ts'
import { tuplesOfSamples } from '../../src/introspection/relationships/sampled-tuples.ts'
import { createRunValues } from '../../src/introspection/runs/run-values.ts'
import { columnOf, found, range, tableOf } from '../support/known-tables.ts'

type Rows = unknown[][]

/** A sample of a table with columns such as `id integer`, without a declared key unless `more` has one. */
const sampleOf = (
  name: string,
  columns: string[],
  rows: Rows,
  more: Partial<TableSample> = {},
): TableSample => ({
  schema_name: 'public',
  name,
  row_count: rows.length,
  columns: columns.map((column) => {
    const [name = '', data_type = 'integer'] = column.split(' ')
    return { name, data_type, is_nullable: true, is_primary_key: false }
  }),
  unique_keys: [],
  rows,
  is_complete: true,
  ...more,
})

/** The suggestions for samples, each as `table.column > table.column`. */
function foundIn(samples: TableSample[]): string[] {
  const known = new Map(
    samples.map((sample): [KnownTable, TableSample] => {
      const profiles = new Map(profileTable(sample).columns.map((column) => [column.name, column]))
      const columns = sample.columns.map(({ name, data_type }) => {
        const profiled = profiles.get(name)
        return { name, data_type, sketch: profiled?.sketch, ...profiled?.profile }
      })
      const { schema_name, name, unique_keys } = sample
      const table: KnownTable = {
        schema_name,
        name,
        table_type: 'TABLE',
        is_staging_table: false,
        primary_key: [],
        unique_keys,
        columns,
      }
      return [table, sample]
    }),
  )
  return found([...known.keys()], { tuplesOf: tuplesOfSamples(known) })
}

/** A code of three letters for each number. */
const codeOf = (index: number): string =>
  [index, index / 26, index / 676].map((part) => String.fromCharCode(65 + (Math.floor(part) % 26))).join('')

t.test('codes are stronger evidence the fewer other codes have their form', async (t) => {
  const codes = range(1450, (n) => codeOf(n * 12))
  const airports = sampleOf(
    'airports',
    ['faa text', 'title text'],
    codes.map((code) => [code, `Airport ${code}`]),
  )
  const three = [codes[3], codes[50], codes[90]]
  const flights = sampleOf(
    'flights',
    ['flight integer', 'origin text', 'dest text'],
    range(300, (n) => [n % 90, three[n % 3], codes[n % 60]]),
  )
  const weather = sampleOf(
    'weather',
    ['origin text', 'wind text'],
    range(90, (n) => [three[n % 3], n % 2 === 0 ? 'calm' : 'storm']),
  )
  t.same(
    foundIn([airports, flights, weather]),
    ['flights.origin > airports.faa', 'flights.dest > airports.faa', 'weather.origin > airports.faa'],
    'with another column that refers to the same key, or one of the same name',
  )
  const alone = sampleOf('weather', ['station text', 'wind text'], weather.rows as Rows)
  t.same(foundIn([airports, alone]), [], 'three codes alone are too few')
  const [match] = inferRelationships(
    [
      tableOf('airports', [columnOf('faa text', codes)]),
      tableOf('flights', [
        'id',
        columnOf('dest text', codes.slice(0, 60)),
        columnOf('origin text', codes.slice(0, 7)),
      ]),
    ],
    {},
  ).filter(({ from }) => from.column_name === 'origin')
  t.match(match?.evidence, { names: { relation: 'none' }, supported_by: { column_name: 'dest' } })
  t.match(match?.evidence.summary, /flights\.dest refers to it, too/)
})

t.test('the probability that a code is found by chance', async (t) => {
  const chance = (patterns: [string, number][], approx_distinct_count: number | null = 100) =>
    coincidenceOf({
      name: 'code',
      data_type: 'text',
      approx_distinct_count,
      format_signature: {
        patterns: patterns.map(([pattern, share]) => ({ pattern, share })),
        other_share: 0,
      },
    })
  t.equal(chance([['A{2}', 1]]), 100 / 676)
  t.equal(chance([['A-99', 1]]), 100 / 2600)
  t.equal(
    chance([
      ['A9', 0.5],
      ['9A', 0.5],
    ]),
    100 / 520,
  )
  t.equal(chance([['9', 1]]), 1, 'at most 1')
  t.equal(
    chance([
      ['A{2}', 0.5],
      ['A{3}', 0.5],
    ]),
    undefined,
    'two lengths',
  )
  t.equal(chance([['A{2}', 0.5]]), undefined, 'too many forms')
  t.equal(chance([['A{30}', 1]]), undefined, 'long texts')
  t.equal(chance([['A9A9…', 1]]), undefined, 'truncated long texts')
  t.equal(chance([]), undefined)
  t.equal(chance([['A', 1]], null), undefined)
  t.equal(
    coincidenceOf({ name: 'code', data_type: 'text', format_signature: {}, approx_distinct_count: 1 }),
    undefined,
  )
})

t.test('untyped columns are matched by their values', async (t) => {
  const numbers = range(40, (n) => n + 1)
  for (const type of ['', 'ANY', 'variant']) {
    const customers = tableOf('customers', [{ ...columnOf('customer_id x', numbers), data_type: type }])
    const orders = tableOf('orders', [
      'id',
      { ...columnOf('customer_id x', numbers.slice(9)), data_type: type },
    ])
    t.same(found([customers, orders]), ['orders.customer_id > customers.customer_id'], type)
    const typed = tableOf('orders', ['id', columnOf('customer_id integer', numbers.slice(9))])
    t.same(
      found([customers, typed]),
      ['orders.customer_id > customers.customer_id'],
      `a typed one to ${type}`,
    )
    const undeclared = { ...customers, primary_key: [] }
    t.same(found([undeclared, typed]), ['orders.customer_id > customers.customer_id'], 'without a key')
    const others = tableOf('orders', [
      'id',
      columnOf(
        'customer_id integer',
        range(40, (n) => n + 900),
      ),
    ])
    t.same(found([customers, others]), [], 'other values')
    t.same(found([customers, tableOf('orders', ['id', 'customer_id'])]), [], 'no values')
    t.same(found([customers, tableOf('orders', ['id', columnOf('customer_id date', numbers)])]), [], 'a date')
  }
})

t.test('keys of two columns are found where none is declared', async (t) => {
  const sales = sampleOf(
    'sales',
    ['customer_id', 'item_id', 'ticket_number', 'amount decimal'],
    range(300, (n) => [(n >> 2) % 40, n % 4, n >> 2, n]),
  )
  const returns = sampleOf(
    'returns',
    ['item_id', 'customer_id', 'ticket_number', 'reason_code text'],
    range(80, (n) => [(n * 3) % 4, ((n * 3) >> 2) % 40, (n * 3) >> 2, 'x']),
  )
  const customers = sampleOf(
    'customers',
    ['id', 'note text'],
    range(40, (n) => [n, `Note ${n}`]),
  )
  const items = sampleOf(
    'items',
    ['id', 'note text'],
    range(4, (n) => [n, `Item ${n}`]),
  )
  t.same(foundIn([customers, items, sales, returns]), [
    'sales.customer_id > customers.id',
    'sales.item_id > items.id',
    'returns.item_id > items.id',
    'returns.customer_id > customers.id',
    'returns.item_id > sales.item_id',
    'returns.ticket_number > sales.ticket_number',
  ])

  const offers = sampleOf(
    'offers',
    ['item_id', 'customer_id', 'price decimal'],
    range(160, (n) => [n % 40, (n * 7 + (n > 80 ? 3 : 0)) % 61, n]),
  )
  const pairs = offers.rows as Rows
  const many = sampleOf(
    'items',
    ['id'],
    range(40, (n) => [n]),
  )
  const more = sampleOf(
    'customers',
    ['id'],
    range(61, (n) => [n]),
  )
  const lines = sampleOf(
    'lines',
    ['line', 'item_id', 'customer_id'],
    [...pairs.slice(0, 90), ...pairs.slice(0, 90)].map(([item, customer], n) => [n % 5, item, customer]),
  )
  const links = ['lines.item_id > offers.item_id', 'lines.customer_id > offers.customer_id']
  t.same(
    foundIn([many, more, offers, lines]).filter((text) => text.includes('> offers')),
    links,
    'a table of links',
  )
  const behind = sampleOf(
    'offers',
    ['a text', 'b text', 'item_id', 'customer_id'],
    pairs.map(([item, customer]) => ['a', 'b', item, customer]),
  )
  t.same(
    foundIn([many, more, behind, lines]).filter((text) => text.includes('> offers')),
    [],
    'facts that share dimensions',
  )
  const all = sampleOf(
    'offers',
    ['item_id', 'customer_id'],
    range(40 * 61, (n) => [n % 40, n % 61]),
  )
  t.same(
    foundIn([many, more, all, lines]).filter((text) => text.includes('> offers')),
    [],
    'all combinations',
  )
  const twice = { ...offers, rows: [...pairs, ...pairs] }
  t.same(
    foundIn([many, more, twice, lines]).filter((text) => text.includes('> offers')),
    [],
    'not unique',
  )
  const empty = { ...offers, rows: [] }
  t.same(
    foundIn([many, more, empty, lines]).filter((text) => text.includes('> offers')),
    [],
    'no rows',
  )
  const unread = { ...lines, rows: [] }
  t.same(
    foundIn([many, more, offers, unread]).filter((text) => text.includes('> offers')),
    [],
    'no references',
  )
})

t.test('a unique key of several columns is a target', async (t) => {
  const rows = range(60, (n) => [n, n >> 2, n % 4])
  const items = sampleOf('items', ['id', 'basket', 'line'], rows, {
    unique_keys: [['id'], ['basket', 'line'], ['id', 'line'], ['basket', 'line', 'id']],
  })
  const refunds = sampleOf(
    'refunds',
    ['basket', 'line', 'why text'],
    rows.slice(9, 50).map(([, ...key]) => [...key, 'x']),
  )
  t.same(foundIn([items, refunds]), ['refunds.basket > items.basket', 'refunds.line > items.line'])
})

t.test(
  'tables with equal keys do not refer to each other, nor does one row refer to its history',
  async (t) => {
    const declared = { unique_keys: [['product_id', 'start_date']] }
    const days = range(90, (n) => [n % 30, `2024-01-0${Math.floor(n / 30) + 1}`, n])
    const costs = sampleOf('cost_history', ['product_id', 'start_date date', 'cost decimal'], days, declared)
    const prices = sampleOf(
      'price_history',
      ['product_id', 'start_date date', 'price decimal'],
      days,
      declared,
    )
    t.same(foundIn([costs, prices]), [], 'equal keys')
    const reviews = sampleOf('reviews', ['product_id', 'start_date date', 'text text'], [...days, ...days])
    t.same(
      foundIn([costs, reviews]),
      ['reviews.product_id > cost_history.product_id', 'reviews.start_date > cost_history.start_date'],
      'a key that the other table does not have',
    )

    const employees = sampleOf(
      'employees',
      ['employee_id', 'changed date'],
      range(60, (n) => [n, `2024-02-${10 + (n % 9)}`]),
    )
    const pays = sampleOf(
      'pay_history',
      ['employee_id', 'changed date', 'rate decimal'],
      range(120, (n) => [n >> 1, n % 2 === 0 ? `2024-02-${10 + ((n >> 1) % 9)}` : '2023-01-01', n]),
    )
    t.same(foundIn([employees, pays]), ['pay_history.employee_id > employees.employee_id'])
  },
)

t.test('a table with a unique key may have another key according to its name', async (t) => {
  const stores = sampleOf(
    'stores',
    ['store_id', 'manager_staff_id'],
    [
      [1, 1],
      [2, 2],
      [3, 3],
    ],
    {
      unique_keys: [['manager_staff_id']],
    },
  )
  const customers = sampleOf(
    'customers',
    ['customer_id', 'store_id'],
    range(30, (n) => [n, (n % 3) + 1]),
  )
  t.same(foundIn([stores, customers]), ['customers.store_id > stores.store_id'])
})

t.test('the planned reads are bounded, and missing tuples are not an error', async (t) => {
  const names = range(9, (n) => `part${n}_no`)
  const many = range(40, (n) => tableOf(`thing${n}`, ['note text', ...names], { primary_key: [] }))
  const plan = planTuples(many)
  t.equal(plan.size, 40)
  for (const tuples of plan.values()) t.ok(tuples.length <= 24, `${tuples.length}`)
  const plain = range(70, (n) => tableOf(`thing${n}`, ['note text', ...names], { primary_key: [] }))
  t.equal(planTuples(plain).size, 0, 'names that too many tables have')
  const large = range(2001, (n) =>
    tableOf(`thing${n}`, ['note text', `part${n % 99}_no`, `piece${n % 99}_no`], { primary_key: [] }),
  )
  t.equal(planTuples(large).size, 0, 'too many tables')
  t.ok(planTuples(large.slice(1)).size > 0)

  const items = tableOf('items', ['order_id', 'line'], { primary_key: ['order_id', 'line'] })
  const returns = tableOf('returns', ['id', 'order_id', 'line'])
  t.same([...planTuples([items, returns]).values()], [[['order_id', 'line']], [['order_id', 'line']]])
  const sketch = sketchOf(range(50, (n) => n))
  const tuplesOf = (table: KnownTable) =>
    table === items ? { sketch, isUnique: true, coverage: 1 } : undefined
  t.same(found([items, returns], { tuplesOf }), [], 'no tuples of the referring table')
})

t.test('a run keeps as many tuples as its limit allows', async (t) => {
  const values = createRunValues(new Map([['a', [['x', 'y']]]]), 10)
  t.same(values.wantedOf('a'), [['x', 'y']])
  t.same(values.wantedOf('b'), [])
  const tuples = (columns: string[], length: number) => ({
    columns,
    hashes: range(length, (n) => n),
    is_whole: true,
    is_unique: true,
    coverage: 1,
  })
  const column = (name: string, length: number) =>
    ({ name, key_hashes: range(length, (n) => n) }) as unknown as RemoteProfile['columns'][number]
  values.keep('a', {
    columns: [column('x', 4), column('y', 20)],
    tuples: [tuples(['x', 'y'], 5), tuples(['y', 'x'], 9)],
  })
  t.match(values.sketchOf('a', 'x'), { hashes: [0, 1, 2, 3], isComplete: true })
  t.equal(values.sketchOf('a', 'y'), undefined)
  t.match(values.tuplesOf('a', ['x', 'y']), { isUnique: true, coverage: 1, sketch: { isComplete: true } })
  t.equal(values.tuplesOf('a', ['y', 'x']), undefined)
})

t.test('inheritance is followed to its root, even in a cycle', async (t) => {
  const parents = new Map([
    ['a', ['b', 'c']],
    ['b', ['d']],
    ['d', ['a']],
  ])
  t.same([...ancestorsOf('a', parents)], ['a', 'b', 'c', 'd'])
  t.same([...ancestorsOf('e', parents)], ['e'])
  const long = new Map(range(300, (n) => [`t${n}`, [`t${n + 1}`]]))
  t.equal(ancestorsOf('t0', long).size, 100)
  const employees = tableOf('employee', ['id', 'name text'], { ancestors: new Set(['e']) })
  const workers = tableOf('worker', ['id', 'created_by'], { ancestors: new Set(['e', 'w']) })
  t.same(
    found([employees, workers]),
    ['worker.created_by > employee.id'],
    'a parent may be in the parent table',
  )
})
