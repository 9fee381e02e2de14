import t from 'tap'
import { openDatabase } from '../../src/db/client.ts'
import { createKeysetList, isUuidPosition } from '../../src/db/keyset.ts'
import { databases } from '../../src/db/schema.ts'
import { testDatabase } from '../database.ts'

t.test(
  'a position must have as many values as the list has sort columns, and of the same types',
  async (t) => {
    const db = openDatabase(await testDatabase(t), 1)
    t.teardown(db.close)
    const list = createKeysetList(db, databases, {
      name: 'positions',
      where: undefined,
      order: { priority: databases.priority, name: databases.name, id: databases.id },
    })
    const id = '01920000-0000-7000-8000-000000000001'
    t.equal(list.isPosition([1, 'a', id]), true)
    t.strictSame(list.position({ id, name: 'a', priority: 1, other: true }), [1, 'a', id])
    for (const [values, why] of [
      ['1', 'no list'],
      [[1, 'a'], 'too short'],
      [[1, 'a', id, id], 'too long'],
      [['1', 'a', id], 'text for a number'],
      [[1.5, 'a', id], 'a fraction'],
      [[2 ** 31, 'a', id], 'too large for the column'],
      [[-(2 ** 31) - 1, 'a', id], 'too small for the column'],
      [[1, 2, id], 'a number for text'],
      [[1, 'a\0', id], 'a NUL, which no text has'],
      [[1, '\ud800', id], 'half of a character'],
      [[1, 'a', 'x'], 'no UUID'],
      [[1, 'a', null], 'null'],
    ] as const)
      t.equal(list.isPosition(values), false, why)
    t.equal(list.isPosition([-(2 ** 31), 'a', id]), true)
    t.equal(list.isPosition([2 ** 31 - 1, 'a', id]), true)
    t.equal(isUuidPosition([2 ** 31 - 1, -(2 ** 31), id], 2), true)
    t.equal(isUuidPosition([2 ** 31, 0, id], 2), false)
    t.throws(
      () =>
        createKeysetList(db, databases, {
          name: 'times',
          where: undefined,
          order: { createdAt: databases.createdAt, id: databases.id },
        }),
      /cannot be ordered by created_at/,
    )
  },
)
