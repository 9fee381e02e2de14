import t from 'tap'
import { sketchOf, sketchOfSignature } from '../../src/introspection/profiling/sketch.ts'
import { profileTable } from '../../src/introspection/profiling/table-profile.ts'
import type { TableSample } from '../../src/introspection/profiling/table-sample.ts'
import { inferRelationships } from '../../src/introspection/relationships/infer.ts'
import type { KnownColumn, KnownTable } from '../../src/introspection/relationships/known-table.ts'
import { tuplesOfSample, tuplesOfSamples } from '../../src/introspection/relationships/sampled-tuples.ts'
import { weighContainment } from '../../src/introspection/relationships/score.ts'
import { columnOf, found, range, tableOf } from '../support/known-tables.ts'

t.test('references are found by names', async (t) => {
  const cases: [string, KnownTable[], string[]][] = [
    [
      'the name of a table',
      [tableOf('customers', ['id']), tableOf('orders', ['id', 'customer_id'])],
      ['orders.customer_id > customers.id'],
    ],
    [
      'a role before the name of a table',
      [tableOf('addresses', ['id']), tableOf('orders', ['id', 'billing_address_id'])],
      ['orders.billing_address_id > addresses.id'],
    ],
    [
      'the name of a key',
      [tableOf('clients', ['customer_no']), tableOf('orders', ['id', 'customer_no'])],
      ['orders.customer_no > clients.customer_no'],
    ],
    [
      'camel case',
      [tableOf('Album', ['AlbumId']), tableOf('Track', ['TrackId', 'AlbumId'])],
      ['Track.AlbumId > Album.AlbumId'],
    ],
    [
      'prefixes and glued keys',
      [
        tableOf('dim_day', ['d_daykey', 'd_name text', 'd_year']),
        tableOf('fact_sale', ['s_salekey', 's_soldday_key', 's_daykey', 's_amount float8']),
      ],
      ['fact_sale.s_daykey > dim_day.d_daykey'],
    ],
    [
      'the end of a name',
      [tableOf('film_category', ['id']), tableOf('film', ['id', 'category_id'])],
      ['film.category_id > film_category.id'],
    ],
    [
      'an abbreviation',
      [tableOf('supplier', ['id']), tableOf('offer', ['id', 'supp_id', 'main_supp_id'])],
      ['offer.supp_id > supplier.id', 'offer.main_supp_id > supplier.id'],
    ],
    [
      'the beginnings of several words',
      [tableOf('sales_region', ['id']), tableOf('store', ['id', 'sregion_id', 'flag'])],
      ['store.sregion_id > sales_region.id'],
    ],
    [
      'a reference to the parent row',
      [tableOf('category', ['id', 'parent_id', 'parent_category_id', 'manager_id'])],
      ['category.parent_id > category.id', 'category.parent_category_id > category.id'],
    ],
    [
      'a reference to the superior of a person',
      [tableOf('employee', ['id', 'reports_to', 'manager_id'])],
      ['employee.reports_to > employee.id', 'employee.manager_id > employee.id'],
    ],
    [
      'the activity of a person',
      [tableOf('users', ['id']), tableOf('posts', ['id', 'author_id'])],
      ['posts.author_id > users.id'],
    ],
    [
      'a unique key besides the primary key',
      [
        tableOf('countries', ['id', 'iso_code text'], { unique_keys: [['iso_code'], ['id', 'iso_code']] }),
        tableOf('towns', ['id', 'country_code text']),
      ],
      ['towns.country_code > countries.iso_code'],
    ],
    [
      'one-to-one',
      [tableOf('employee', ['employee_id']), tableOf('employee_detail', ['employee_id', 'note text'])],
      ['employee_detail.employee_id > employee.employee_id'],
    ],
    [
      'a prefix of all tables',
      [
        ...['post', 'user', 'tag', 'link', 'menu'].map((name) => tableOf(`wp_${name}s`, ['id'])),
        tableOf('wp_comments', ['id', 'post_id']),
      ],
      ['wp_comments.post_id > wp_posts.id'],
    ],
    [
      'a link table whose columns have the words of one table',
      [
        tableOf('orders', ['order_id']),
        tableOf('order_product', ['order_id', 'order_note text', 'order_line', 'quantity'], {
          primary_key: ['order_id', 'order_line'],
        }),
      ],
      ['order_product.order_id > orders.order_id'],
    ],
    [
      'the end of a name as a reference',
      [tableOf('shippers', ['id']), tableOf('orders', ['id', 'ship_via', 'own_ship_via'])],
      ['orders.ship_via > shippers.id', 'orders.own_ship_via > shippers.id'],
    ],
    [
      'a role without a separator before the name',
      [tableOf('users', ['id']), tableOf('posts', ['id', 'owneruserid', 'parentid'])],
      ['posts.owneruserid > users.id', 'posts.parentid > posts.id'],
    ],
    [
      'the end of a name without separators',
      [tableOf('salesterritory', ['territoryid']), tableOf('store', ['id', 'territoryid'])],
      ['store.territoryid > salesterritory.territoryid'],
    ],
    [
      'irregular plurals',
      [
        tableOf('movies', ['id']),
        tableOf('warehouses', ['id']),
        tableOf('dvds', ['id', 'movie_id', 'warehouse_id']),
      ],
      ['dvds.movie_id > movies.id', 'dvds.warehouse_id > warehouses.id'],
    ],
    [
      'the whole name of another table, which has no key of its own',
      [
        tableOf('territories', ['territory_id']),
        tableOf('employees', ['employee_id']),
        tableOf('employee_territories', ['employee_id', 'territory_id'], { primary_key: [] }),
      ],
      [
        'employee_territories.employee_id > employees.employee_id',
        'employee_territories.territory_id > territories.territory_id',
      ],
    ],
    [
      'the first column of an empty table',
      [
        tableOf('demographics', [columnOf('kind_id', []), 'note text'], { primary_key: [] }),
        tableOf('people', ['id', 'kind_id']),
      ],
      ['people.kind_id > demographics.kind_id'],
    ],
  ]
  for (const [title, tables, want] of cases) t.same(found(tables), want, title)
  t.same(found([tableOf('users', ['id', 'created_by'])]), ['users.created_by > users.id'])
  const halfKnown = { ...columnOf('id integer'), distinct_pct: 50 }
  t.same(
    found([tableOf('kinds', [halfKnown], { primary_key: [] }), tableOf('a', ['id', 'kind_id'])]),
    ['a.kind_id > kinds.id'],
    'a key of unknown size',
  )
  const versions = tableOf('page', ['id', 'replaced_by', 'next_page_id', 'gone_by'])
  t.same(found([versions]), ['page.replaced_by > page.id', 'page.next_page_id > page.id'])
  t.same(
    found([
      tableOf('supplier', ['id']),
      tableOf('main_supplier', ['id']),
      tableOf('offer', ['id', 'supp_id']),
    ]),
    ['offer.supp_id > supplier.id'],
    'an abbreviation of the whole name',
  )
})

t.test('columns that are not references are not suggested', async (t) => {
  const cases: [string, KnownTable[]][] = [
    [
      'different types',
      [
        tableOf('customers', ['id uuid']),
        tableOf('orders', ['id', 'customer_id integer', 'customer_flag boolean']),
      ],
    ],
    ['text for a number', [tableOf('city', ['id integer']), tableOf('person', ['id', 'city text'])]],
    [
      'the key of the table itself',
      [
        tableOf('customers', ['customer_id', 'id']),
        tableOf('customers_old', ['customer_id'], { is_staging_table: true }),
      ],
    ],
    ['plain names', [tableOf('a', ['status']), tableOf('b', ['x', 'status'])]],
    ['keys called like nothing', [tableOf('a', ['id']), tableOf('b', ['id', 'code'])]],
    [
      'grades',
      [
        tableOf('salary_grade', [
          columnOf(
            'grade integer',
            range(6, (n) => n),
          ),
        ]),
        tableOf('exam', ['id', columnOf('grade integer', [1, 2])]),
      ],
    ],
    [
      'more distinct values than the target has',
      [
        tableOf('kind', [columnOf('id integer', [1, 2])]),
        tableOf('thing', [
          'id',
          columnOf(
            'main_kind_id integer',
            range(50, (n) => n),
          ),
        ]),
      ],
    ],
    [
      'values that the target does not have',
      [
        tableOf('kind', [columnOf('id text', ['a', 'b'])]),
        tableOf('thing', ['id', columnOf('kind_id text', ['c', 'd', 'e'])]),
      ],
    ],
    ['how many are in an order', [tableOf('orders', ['id']), tableOf('products', ['id', 'units_on_order'])]],
    [
      'a word that ends with a table name after other letters',
      [tableOf('users', ['id']), tableOf('posts', ['id', 'auserid', 'grid', 'blurbkey'])],
    ],
    [
      'a unique key of something else, without known values',
      [
        tableOf('document', ['id', 'rowguid uuid'], { unique_keys: [['rowguid']] }),
        tableOf('people', ['id', 'rowguid uuid']),
      ],
    ],
    ['a manager of an item', [tableOf('item', ['item_id', 'manager_id'])]],
    [
      'composite keys without values',
      [
        tableOf('a_b', ['a_id', 'b_id'], { primary_key: ['a_id', 'b_id'] }),
        tableOf('c', ['id', 'a_id', 'b_id']),
      ],
    ],
  ]
  for (const [title, tables] of cases) t.same(found(tables), [], title)
  t.same(inferRelationships([]), [])
  t.same(found([tableOf('orders', ['id', 'old_order_id'])]), [])
  t.same(found([tableOf('customers', ['id numeric']), tableOf('orders', ['id', 'customer_id text'])]), [])
  t.same(found([tableOf('log', ['line text', 'parent_id'], { primary_key: ['line', 'parent_id'] })]), [])
  const copy = { is_staging_table: true, primary_key: ['load_number', 'customer_id'] }
  t.same(
    found([tableOf('customers', ['id']), tableOf('stg_customers', ['load_number', 'customer_id'], copy)]),
    [],
  )
  t.same(
    found([tableOf('customers', ['id']), tableOf('v_customer', ['customer'], { table_type: 'VIEW' })]),
    [],
    'a view with the key of its table',
  )
  const unsure = { distinct_pct: 100, null_pct: 0 }
  t.same(
    found([
      tableOf('b', [{ ...columnOf('x integer'), ...unsure }, '_', 'grid'], { primary_key: [] }),
      tableOf('a', ['id', 'bid integer', 'x_id']),
    ]),
    [],
    'a key of unknown size, and names without a word',
  )
})

t.test('type conversions, and targets that are not base tables, lower the score', async (t) => {
  const orders = tableOf('orders', ['id', 'customer_id integer'])
  const scoreOf = (target: KnownTable, source = orders): number =>
    inferRelationships([target, source], { threshold: 0 })[0]?.score ?? 0
  const base = scoreOf(tableOf('customers', ['id']))
  t.ok(base > 0.9, `${base}`)
  for (const [title, target] of [
    ['decimal', tableOf('customers', ['id numeric(10,2)'])],
    ['view', tableOf('customers', ['id'], { table_type: 'VIEW' })],
    ['staging', tableOf('customers', ['id'], { is_staging_table: true })],
    ['schema', tableOf('customers', ['id'], { schema_name: 'crm' })],
    ['assumed key', tableOf('customers', ['id'], { primary_key: [] })],
    ['no key word', tableOf('customers', ['id'])],
  ] as const) {
    const source = title === 'no key word' ? tableOf('orders', ['id', 'customer integer']) : orders
    const score = scoreOf(target, source)
    t.ok(score < base && score > 0, `${title}: ${score}`)
  }
  t.ok(scoreOf(tableOf('customers', ['id uuid']), tableOf('orders', ['id', 'customer_id text'])) > 0.8)
  t.ok(scoreOf(tableOf('customers', ['id text']), tableOf('orders', ['id', 'customer_id uuid'])) > 0.8)
})

t.test('base tables win over views and copies, and the same schema over others', async (t) => {
  const orders = tableOf('orders', ['id', 'customer_id'])
  const copies = [
    tableOf('v_customer', ['id'], { table_type: 'VIEW' }),
    tableOf('stg_customers', ['id'], { is_staging_table: true }),
  ]
  t.same(found([...copies, tableOf('customers', ['id']), orders]), ['orders.customer_id > customers.id'])
  const [there] = inferRelationships([
    tableOf('customers', ['id'], { schema_name: 'other' }),
    tableOf('customers', ['id']),
    orders,
  ])
  t.equal(there?.to.schema_name, 'public')
  const tenants = range(80, (n) => [
    tableOf('customers', ['id'], { schema_name: `tenant_${n}` }),
    tableOf('orders', ['id', 'customer_id'], { schema_name: `tenant_${n}` }),
  ]).flat()
  const own = inferRelationships(tenants)
  t.equal(own.length, 80)
  t.ok(own.every(({ from, to }) => from.schema_name === to.schema_name))
})

t.test('two equally good targets lower the score', async (t) => {
  const source = tableOf('orders', ['id', 'sales_person_id'])
  const many = range(40, (n) => tableOf(`kind${n}_person`, ['id'], { unique_keys: [] }))
  const [alone] = inferRelationships([...many.slice(0, 1), source], { threshold: 0 })
  const [first] = inferRelationships([...many, source], { threshold: 0 })
  t.ok(Number(first?.score) < Number(alone?.score))
  t.match(first?.evidence.doubts, [/fits nearly as well/])
})

t.test('values find references without matching names, and undeclared keys', async (t) => {
  const codes = range(60, (n) => `C${n * 7}`)
  const airports = tableOf('airports', [columnOf('faa text', codes), 'name text'], { primary_key: [] })
  const flights = tableOf('flights', [
    columnOf(
      'id integer',
      range(90, (n) => n),
    ),
    columnOf('dest text', [...codes.slice(0, 40), 'X1']),
    columnOf('remark text', ['long', 'short', 'none']),
  ])
  const [match] = inferRelationships([airports, flights])
  t.match(match, {
    from: { schema_name: 'public', table_name: 'flights', column_name: 'dest' },
    to: { column_name: 'faa' },
    evidence: {
      summary:
        /^flights\.dest seems to refer to airports\.faa: the names say nothing; .* unique in the sample; 40 of 41 compared values \(97\.5 %\)/,
      names: { relation: 'none' },
      types: { agreement: 'same' },
      target_uniqueness: 'unique_in_sample',
      containment: { found: 40, compared: 41, basis: 'all_values' },
      distinct_counts: { from: 41, to: 60 },
    },
  })
  const copy = { ...airports, name: 'airport' }
  t.same(found([airports, copy]), [], 'neither from a key nor to a copy')
  const country = tableOf(
    'country',
    [
      columnOf('id integer', [1, 2, 3]),
      columnOf('iso_code text', ['a', 'b', 'c']),
      columnOf('area_code text', ['a', 'a', null]),
    ],
    { primary_key: [] },
  )
  t.same(found([country, tableOf('town', ['id', columnOf('country_code text', ['a', 'b'])])]), [
    'town.country_code > country.iso_code',
  ])
  const none = tableOf('log', [columnOf('line text', ['x', 'x']), columnOf('size integer', [1, 1])], {
    primary_key: [],
  })
  t.same(found([none, tableOf('a', ['id', 'line text'])]), [])
  const empty = tableOf('kinds', [columnOf('id integer', [])], { primary_key: [] })
  t.same(found([empty, tableOf('a', ['id', columnOf('kind_id integer', [])])]), ['a.kind_id > kinds.id'])
})

t.test('the weight of containment depends on the known values of the target', async (t) => {
  const whole = { coverage: 1, isWhole: true }
  const odds = (found: number, compared: number, isNumber: boolean, coverage = 1): number =>
    weighContainment({ found, compared }, { ...whole, isNumber, coverage }).odds
  t.equal(odds(0, 0, true), 0)
  t.ok(odds(100, 100, false) > odds(100, 100, true), 'text is stronger evidence than numbers')
  t.ok(odds(100, 100, false) > odds(5, 5, false), 'many values are stronger evidence than few')
  t.ok(odds(80, 100, false) > 0 && odds(80, 100, true) < 0, 'dirty text may be a reference')
  t.ok(odds(20, 100, false) < -1)
  t.equal(odds(10, 100, false, 0.001), 0, 'no value is expected to be found')
  t.ok(odds(50, 100, false, 0.5) > 0, 'half of the target, half of the values')
  t.match(weighContainment({ found: 1, compared: 2 }, { isNumber: true, coverage: 0.9, isWhole: false }), {
    evidence: { share: 0.5, basis: 'sample' },
    doubts: ['1 of 2 compared values are not in the target'],
  })
  const key = columnOf(
    'id integer',
    range(3000, (n) => n),
  )
  const signed = (column: KnownColumn): KnownColumn => ({
    ...column,
    sketch: sketchOfSignature(column.sketch?.hashes.slice(0, 128) ?? []),
  })
  const [match] = inferRelationships([
    tableOf('customers', [signed({ ...key, approx_distinct_count: 30_000 })]),
    tableOf('orders', [
      'id',
      signed(
        columnOf(
          'customer_id integer',
          range(2000, (n) => n),
        ),
      ),
    ]),
  ])
  t.match(match?.evidence.containment, { basis: 'sample', share: 1 })
  t.match(match?.evidence.summary, /“customer”, like the table/)
})

t.test('composite keys are found by their tuples', async (t) => {
  const sampleOf = (
    name: string,
    columns: string[],
    rows: unknown[][],
    more: Partial<TableSample> = {},
  ): TableSample => ({
    schema_name: 'public',
    name,
    row_count: rows.length,
    columns: columns.map((column) => ({
      name: column,
      data_type: 'integer',
      is_nullable: true,
      is_primary_key: false,
    })),
    unique_keys: [],
    rows,
    is_complete: true,
    ...more,
  })
  const samples = [
    sampleOf(
      'items',
      ['order_id', 'line', 'price'],
      range(40, (n) => [n >> 1, n % 2, n]),
    ),
    sampleOf(
      'returns',
      ['return_id', 'order_id', 'line', 'line2'],
      [...range(20, (n) => [n, n, n % 2, n]), [20, null, 1, 0]],
    ),
    sampleOf(
      'visits',
      ['visit_id', 'order_id', 'line'],
      range(20, (n) => [n, n + 500, 7]),
    ),
    sampleOf('lines', ['line'], [[0], [1]]),
  ]
  const known = new Map<KnownTable, TableSample>(
    samples.map((sample) => [
      tableOf(
        sample.name,
        sample.columns.map(({ name }) => name),
        sample.name === 'items' ? { primary_key: ['order_id', 'line'] } : {},
      ),
      sample,
    ]),
  )
  const tables = [...known.keys()]
  const suggestions = inferRelationships(tables, { tuplesOf: tuplesOfSamples(known) })
  const composite = suggestions.filter(({ evidence }) => evidence.composite !== null)
  t.same(
    composite.map(
      ({ from, to }) => `${from.table_name}.${from.column_name} > ${to.table_name}.${to.column_name}`,
    ),
    ['returns.order_id > items.order_id', 'returns.line > items.line'],
  )
  t.ok(Number(composite[0]?.score) > 0.7)
  t.match(composite[0], {
    evidence: {
      summary:
        /together with 1 more seems to refer to items\.order_id: .*part of the primary key; 20 of 20 compared/,
      composite: { from: ['order_id', 'line'], to: ['order_id', 'line'] },
    },
  })
  t.same(
    inferRelationships(tables, { tuplesOf: tuplesOfSamples(new Map()) }).filter(
      ({ evidence }) => evidence.composite,
    ),
    [],
  )

  const [items] = tables as [KnownTable]
  const coverageOf = (more: Partial<TableSample>) =>
    tuplesOfSample({ ...(samples[0] as TableSample), ...more }, ['order_id', 'line']).coverage
  t.equal(coverageOf({}), 1)
  t.equal(coverageOf({ is_complete: false, row_count: 400 }), 0.1)
  t.equal(coverageOf({ is_complete: false, row_count: null }), 1)
  t.equal(coverageOf({ rows: [] }), 1)
  // A type that cannot be equal ends the search, as does a key that the catalog does not have.
  const wrongType = tableOf('others', ['id', 'order_id date', 'line'])
  const broken = tableOf('broken', ['a'], { primary_key: ['a', 'gone'] })
  const all = { sketch: sketchOf([1, 2, 3]), isUnique: true, coverage: 1 }
  t.equal(inferRelationships([items, wrongType, broken], { tuplesOf: () => all }).length, 0)
})

t.test('profiles are the input of inference', async (t) => {
  const sample = (name: string, columns: [string, string][], rows: unknown[][]): TableSample => ({
    schema_name: null,
    name,
    row_count: rows.length,
    columns: columns.map(([column, data_type]) => ({
      name: column,
      data_type,
      is_nullable: false,
      is_primary_key: false,
    })),
    unique_keys: [],
    rows,
    is_complete: true,
  })
  const tables = [
    sample(
      'customers',
      [
        ['id', 'integer'],
        ['company', 'text'],
      ],
      range(50, (n) => [n, `Company ${n}`]),
    ),
    sample(
      'orders',
      [
        ['number', 'text'],
        ['customer_id', 'bigint'],
      ],
      range(80, (n) => [`O${n}`, BigInt(n % 50)]),
    ),
  ].map((each): KnownTable => {
    const { columns, profile } = profileTable(each)
    return {
      schema_name: each.schema_name,
      name: each.name,
      table_type: 'TABLE',
      is_staging_table: profile.is_staging_table,
      primary_key: [],
      unique_keys: [],
      columns: columns.map((column, index) => ({
        name: column.name,
        data_type: each.columns[index]?.data_type ?? null,
        sketch: column.sketch,
        ...column.profile,
      })),
    }
  })
  const [match, ...others] = inferRelationships(tables)
  t.same(others, [])
  t.match(match, {
    from: { table_name: 'orders', column_name: 'customer_id' },
    to: { table_name: 'customers', column_name: 'id' },
    evidence: { containment: { found: 50, compared: 50 } },
  })
})
