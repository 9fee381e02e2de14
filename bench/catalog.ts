import { v7 } from 'uuid'

/** The number of columns of each table. */
export const columnsOfTable = 100

const types = ['bigint', 'text', 'timestamp with time zone', 'numeric(12,2)', 'boolean', 'jsonb']

/** One table as a crawler sends it: a hundred columns, three in ten with a comment, and a foreign key. */
export const tableSnapshot = (table: number) => ({
  schema_name: `schema_${table % 20}`,
  name: `orders_${String(table).padStart(5, '0')}`,
  table_type: 'TABLE',
  row_count: 1000 * table,
  description: 'One row for each order, from the moment in which it was placed.',
  description_source: 'information_schema',
  columns: Array.from({ length: columnsOfTable }, (_, column) => ({
    name: `attribute_${String(column).padStart(3, '0')}`,
    data_type: types[column % types.length],
    ordinal_position: column + 1,
    is_primary_key: column === 0,
    is_nullable: column > 9,
    ...(column % 10 < 3 && {
      description: `What attribute ${column} of the order means, in a sentence as people write them.`,
      description_source: 'information_schema',
    }),
  })),
  // References the first table of its schema.
  foreign_keys: [
    {
      columns: ['attribute_006'],
      to_table_name: `orders_${String(table % 20).padStart(5, '0')}`,
      to_columns: ['attribute_000'],
    },
  ],
})

/** The lines of a snapshot. */
export const snapshotOf = (tables: number): Buffer =>
  Buffer.concat(
    Array.from({ length: tables }, (_, table) => Buffer.from(`${JSON.stringify(tableSnapshot(table))}\n`)),
  )

/** The rows of a snapshot in the format of `COPY … FROM STDIN`, by table. */
export interface CopyRows {
  name: 'tables' | 'columns' | 'relationships'
  columns: readonly string[]
  text: Buffer
}

const copyLine = (values: readonly unknown[]): string =>
  `${values.map((value) => (value === undefined ? '\\N' : String(value))).join('\t')}\n`

const rowsOf = (name: CopyRows['name'], rows: readonly Record<string, unknown>[]): CopyRows => {
  const columns = Object.keys(rows[0] as object)
  return {
    name,
    columns,
    text: Buffer.from(rows.map((row) => copyLine(columns.map((column) => row[column]))).join('')),
  }
}

/** The rows of `snapshotOf`, with everything that Sourcebook adds to them. */
export function copyRowsOf(
  tables: number,
  place: { organization_id: string; integration_source_id: string; database_id: string },
): CopyRows[] {
  const { database_id, ...source } = place
  const now = new Date().toISOString()
  const written = { created_at: now, updated_at: now, changed_by: 'person:bench' }
  const described = ({
    description,
    description_source,
  }: {
    description?: string
    description_source?: string
  }) => ({
    description,
    description_source,
    description_generated_at: description && now,
  })
  const ids = Array.from({ length: tables }, () => v7())
  const snapshots = ids.map((id, table) => ({ id, ...tableSnapshot(table) }))
  const columns = snapshots.flatMap((table) =>
    table.columns.map(({ description, description_source, ...column }: (typeof table.columns)[number]) => ({
      ...source,
      ...column,
      id: v7(),
      table_id: table.id,
      ...described({ description, description_source } as never),
      ...written,
    })),
  )
  return [
    rowsOf(
      'tables',
      snapshots.map(({ columns, foreign_keys, ...table }) => ({
        ...source,
        database_id,
        ...table,
        ...described(table),
        ...written,
      })),
    ),
    rowsOf('columns', columns),
    rowsOf(
      'relationships',
      snapshots.map((_, table) => ({
        ...source,
        id: v7(),
        from_column_id: columns[table * columnsOfTable + 6]?.id,
        to_table_id: ids[table % 20],
        to_column_name: 'attribute_000',
        type: 'FOREIGN_KEY',
        status: 'APPROVED',
        score: 1,
        created_at: now,
        updated_at: now,
        changed_by: 'person:bench',
      })),
    ),
  ]
}
