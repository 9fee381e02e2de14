import t from 'tap'
import { nameLikeness, profileLikeness } from '../../src/introspection/renames/likeness.ts'
import { bestPairs, scoreAllTables } from '../../src/introspection/renames/match.ts'
import {
  type ComparedColumn,
  type ComparedTable,
  minimumScore,
  orderOf,
  scoreColumns,
  scoreTables,
} from '../../src/introspection/renames/score.ts'

const column = (name: string, ordinalPosition: number | null, more: Partial<ComparedColumn> = {}) => ({
  id: name,
  name,
  dataType: 'text',
  isNullable: true,
  isPrimaryKey: false,
  ordinalPosition,
  nullPct: null,
  distinctPct: null,
  semanticType: null,
  minhashSignature: null,
  ...more,
})
const table = (name: string, ...columns: string[]): ComparedTable => ({
  id: name,
  schemaName: 'sales',
  name,
  tableType: 'TABLE',
  columns: columns.map((one, index) => column(one, index + 1)),
})
const seen = (...minhashSignature: number[]) => ({
  nullPct: 0,
  distinctPct: 50,
  semanticType: 'email',
  minhashSignature,
})

t.test('similarity of names and profiles', async (t) => {
  t.equal(nameLikeness('cust_no', 'customerNumber'), 1)
  t.equal(nameLikeness('city', 'town'), 0)
  const share = nameLikeness('signup', 'signed_up_at')
  t.ok(share > 0.2 && share < 0.6, `${share}`)
  t.equal(nameLikeness('a', 'a'), 1)
  t.equal(nameLikeness('_', '-'), 1, 'names without letters')

  const nothing = { nullPct: 0, distinctPct: null, semanticType: null, minhashSignature: null }
  t.equal(profileLikeness(nothing, seen(1, 2, 3)), undefined, 'one of them had no values')
  t.equal(profileLikeness(seen(1, 2, 3), seen(1, 2, 3)), 1)
  t.equal(profileLikeness(seen(1, 2, 3), seen(1, 2, 3, 4, 5, 6)), 1, 'more values of the same kind')
  t.equal(profileLikeness(seen(1, 2, 3), seen(7, 8, 9)), 0.25)
  t.equal(profileLikeness(seen(1), seen(2)), 1, 'single values are no evidence')
  const secret = { nullPct: null, distinctPct: 100, semanticType: 'secret', minhashSignature: null }
  t.equal(profileLikeness(secret, seen(1, 2, 3)), 0.25)
})

t.test('scores of tables', async (t) => {
  const orders = table('orders', 'id', 'customer', 'total', 'placed_at')
  t.match(scoreTables(orders, table('sales', 'id', 'customer', 'total', 'placed_at')), {
    score: 0.714,
    evidence: { structure: 0.833, profile: null, name: 0 },
    reasons: ['4 of 4 columns have the same name.'],
  })
  t.equal(scoreTables(orders, { ...orders, tableType: 'VIEW' }), undefined)
  const renamed = scoreTables(orders, table('purchases', 'id', 'buyer', 'total', 'placed_at'))
  t.ok(Number(renamed?.score) > minimumScore, 'although one column was renamed, too')
  const moved = scoreTables(orders, table('purchases', 'id', 'total', 'placed_at', 'buyer'))
  t.ok(Number(moved?.score) < Number(renamed?.score))
  const other = scoreTables(orders, table('carts', 'id', 'session', 'state'))
  t.ok(Number(other?.score) < minimumScore)
  const retyped = table('orders_2', 'id', 'customer', 'total', 'placed_at')
  const types = { ...retyped, columns: retyped.columns.map((one) => ({ ...one, dataType: 'integer' })) }
  t.ok(Number(scoreTables(orders, types)?.score) < minimumScore)
  t.equal(scoreTables(table('a'), table('b'))?.score, 0, 'tables without columns')
})

t.test('scores of columns', async (t) => {
  const before = [column('id', 1), column('city', 2), column('zip', 3)]
  const now = [column('id', 1), column('town', 2), column('zip', 3)]
  const [, city] = before as [ComparedColumn, ComparedColumn]
  const [, town] = now as [ComparedColumn, ComparedColumn]
  const score = (gone: ComparedColumn, came: ComparedColumn, after = now) =>
    scoreColumns(gone, came, orderOf(before), orderOf(after))
  t.match(score(city, town), {
    score: 0.615,
    reasons: ['Both have the type text.', 'It has the same place in the table.'],
  })
  t.equal(score(city, { ...town, dataType: 'integer' }), undefined)
  t.equal(score(city, { ...town, isPrimaryKey: true }), undefined)
  const last = column('town', 4)
  t.ok(Number(score(city, last, [column('id', 1), column('zip', 3), last])?.score) < minimumScore)
  const beside = score(city, last, [column('id', 1), column('zip', 5), last])
  t.match(beside?.reasons, ['Both have the type text.', 'It is next to the same column.'])
  const alike = score({ ...city, ...seen(1, 2, 3) }, { ...last, ...seen(1, 2, 3), name: 'city_name' }, [last])
  t.ok(Number(alike?.score) >= 0.5, 'values and name are evidence for it')
  t.match(alike?.reasons.slice(1), [/profiles .+ 100 % alike/, /names .+ alike/])
  const unknown = column('city', null, { dataType: null })
  t.strictSame(score(unknown, { ...unknown, isNullable: false })?.reasons, ['Their names are 100 % alike.'])
})

t.test('the best pairs are chosen if they are unambiguous', async (t) => {
  const pair = (gone: string, came: string, score: number) => ({
    gone: { id: gone },
    came: { id: came },
    score,
    evidence: { structure: score, profile: null, name: 0 },
    reasons: [],
  })
  const names = (pairs: ReturnType<typeof bestPairs>) =>
    pairs.map(({ gone, came }) => gone.id + came.id).sort()
  const equal = [pair('a', 'x', 0.8), pair('a', 'y', 0.8), pair('b', 'x', 0.8), pair('b', 'y', 0.8)]
  t.strictSame(names(bestPairs(equal)), [], 'two equal scores are ambiguous')
  t.strictSame(names(bestPairs([...equal, pair('a', 'z', 0.9)])), ['az'])
  const chain = [pair('a', 'x', 0.9), pair('a', 'y', 0.8), pair('b', 'x', 0.82), pair('b', 'y', 0.7)]
  t.strictSame(names(bestPairs(chain)), ['ax', 'by'], 'pairs of the rest after the best ones')
  t.strictSame(names(bestPairs([pair('a', 'x', 0.5)])), [], 'too little evidence')
})

t.test('each of many tables is compared with a few others', async (t) => {
  const many = (prefix: string) =>
    Array.from({ length: 500 }, (_, number) => table(`${prefix}t${number}`, 'id', 'name', `own_${number}`))
  const started = performance.now()
  const pairs = await scoreAllTables(many('old_'), many('new_'), (_, came) => came.id !== 'new_t7')
  t.ok(performance.now() - started < 10_000)
  t.ok(pairs.length <= 5 * 500)
  t.equal(bestPairs(pairs).length, 499)
})
