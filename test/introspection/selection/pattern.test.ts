import t from 'tap'
import { charactersOf, readPattern } from '../../../src/introspection/selection/pattern.ts'

t.test('which names a pattern matches', async (t) => {
  const cases: [pattern: string, fits: string[], others: string[]][] = [
    ['*', ['', 'a', 'sales.orders'], []],
    ['sales.*', ['sales.', 'sales.orders', 'sales.a.b'], ['sales', 'Sales.orders', 'presales.orders']],
    ['*.tmp_*', ['a.tmp_', 'a.b.tmp_1'], ['tmp_1', 'a.temp_1']],
    ['a?c', ['abc', 'a?c', 'a*c', 'a😀c'], ['ac', 'abbc']],
    ['*ab*ab', ['abab', 'xabyabzab'], ['ab', 'ababx']],
    ['a**b', ['ab', 'axxb'], ['a']],
    ['[a-z].{x}', ['[a-z].{x}'], ['a.x']],
    ['Caf\u00e9', ['Cafe\u0301'], ['Cafe']],
    ['?', ['x', '😀'], ['', 'xy']],
  ]
  for (const [pattern, fits, others] of cases) {
    for (const name of fits) t.ok(readPattern(pattern)(charactersOf(name)), `${pattern} fits ${name}`)
    for (const name of others) t.notOk(readPattern(pattern)(charactersOf(name)), `${pattern} and ${name}`)
  }
})

t.test('no pattern is slow', async (t) => {
  const name = charactersOf('a'.repeat(511))
  for (const pattern of [
    `${'*a'.repeat(127)}b`,
    `*${'a'.repeat(253)}b`,
    '*?'.repeat(127),
    `*${'?'.repeat(253)}b`,
  ]) {
    const start = performance.now()
    readPattern(pattern)(name)
    t.ok(performance.now() - start < 100, pattern)
  }
})
