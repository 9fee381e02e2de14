import { normalizedName } from '../../values/name.ts'
import { nameFault } from '../../values/name-rule.ts'
import type { ConnectorTable, ListingItem } from './connector.ts'

const limits = {
  name: 255,
  columns: 10_000,
  foreignKeys: 1000,
  comment: 65_536,
  dataType: 255,
  parents: 1000,
}

/** Whether the catalog can hold a name. */
export const isStorable = (name: string): boolean =>
  // In characters, as openapi.yaml counts them, and not in units of UTF-16.
  name.length <= 2 * limits.name && Array.from(name).length <= limits.name && nameFault(name) === undefined

const isStorableSchema = (name: string | null) => name === null || isStorable(name)

const cut = (text: string, characters: number) =>
  text.length <= characters ? text : Array.from(text).slice(0, characters).join('')

/** A comment as the catalog can hold it; an empty one is none. */
const storableComment = (text: string | null) =>
  text ? cut(text.replaceAll('\0', ''), limits.comment) : null

/** An estimate as the catalog can hold it; one that cannot be is none. */
const storableCount = (count: number | null) =>
  count !== null && count >= 0 && Number.isSafeInteger(count) ? count : null

/** Puts a table into the form that the catalog can hold, with a warning for all that it cannot. */
export function* storableTable(table: ConnectorTable): Generator<ListingItem, void, undefined> {
  const shown = (name: string) => JSON.stringify(cut(name, 255).toWellFormed())
  if (!isStorable(table.name) || !isStorableSchema(table.schema_name)) {
    yield { kind: 'warning', detail: `The table ${shown(table.name)} is left out: its name does not fit.` }
    return
  }
  const kept = new Set<string>()
  // Two names may be one in the catalog, which keeps them in a normal form.
  const fitting = table.columns.filter(({ name }) => {
    const isNew = isStorable(name) && !kept.has(normalizedName(name))
    if (isNew) kept.add(normalizedName(name))
    return isNew
  })
  const columns = fitting.slice(0, limits.columns).map((column) => ({
    ...column,
    data_type: cut(column.data_type, limits.dataType),
    ...(column.base_type !== undefined && { base_type: cut(column.base_type, limits.dataType) }),
    comment: storableComment(column.comment),
  }))
  const names = new Set(columns.map(({ name }) => name))
  for (const { name } of table.columns.filter((column) => !names.has(column.name))) {
    yield { kind: 'warning', detail: `The column ${shown(name)} of ${shown(table.name)} is left out.` }
  }
  const isWhole = (list: readonly string[]) => list.every((name) => names.has(name))
  yield {
    kind: 'table',
    table: {
      ...table,
      comment: storableComment(table.comment),
      row_count: storableCount(table.row_count),
      columns,
      foreign_keys: table.foreign_keys
        .filter((key) => isWhole(key.columns) && [key.to_table_name, ...key.to_columns].every(isStorable))
        .filter((key) => isStorableSchema(key.to_schema_name))
        .slice(0, limits.foreignKeys),
      unique_keys: table.unique_keys.filter(isWhole),
      ...(table.inherits && {
        inherits: table.inherits
          .filter(({ schema_name, name }) => isStorable(name) && isStorableSchema(schema_name))
          .slice(0, limits.parents),
      }),
    },
  }
}
