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

/** Whether the catalog can store a name. */
export const isStorable = (name: string): boolean =>
  // The limit is in characters, as in openapi.yaml, and not in UTF-16 code units.
  name.length <= 2 * limits.name && Array.from(name).length <= limits.name && nameFault(name) === undefined

const isStorableSchema = (name: string | null) => name === null || isStorable(name)

const cut = (text: string, characters: number) =>
  text.length <= characters ? text : Array.from(text).slice(0, characters).join('')

/** A comment in the form that the catalog can store; null for an empty one. */
const storableComment = (text: string | null) =>
  text ? cut(text.replaceAll('\0', ''), limits.comment) : null

/** An estimate that the catalog can store; null for an impossible one, e.g. a negative number. */
const storableCount = (count: number | null) =>
  count !== null && count >= 0 && Number.isSafeInteger(count) ? count : null

/**
 * Converts a table to the form that the catalog can store. Yields a warning for each part that it leaves out.
 */
export function* storableTable(table: ConnectorTable): Generator<ListingItem, void, undefined> {
  const shown = (name: string) => JSON.stringify(cut(name, 255).toWellFormed())
  if (!isStorable(table.name) || !isStorableSchema(table.schema_name)) {
    yield { kind: 'warning', detail: `The table ${shown(table.name)} is left out: its name does not fit.` }
    return
  }
  const normalizedNames = new Set<string>()
  // The catalog normalizes names (Unicode, form C), which may make two of them equal.
  const storable = table.columns.filter(({ name }) => {
    const isNew = isStorable(name) && !normalizedNames.has(normalizedName(name))
    if (isNew) normalizedNames.add(normalizedName(name))
    return isNew
  })
  const columns = storable.slice(0, limits.columns).map((column) => ({
    ...column,
    data_type: cut(column.data_type, limits.dataType),
    ...(column.base_type !== undefined && { base_type: cut(column.base_type, limits.dataType) }),
    comment: storableComment(column.comment),
  }))
  const names = new Set(columns.map(({ name }) => name))
  for (const { name } of table.columns.filter((column) => !names.has(column.name))) {
    yield { kind: 'warning', detail: `The column ${shown(name)} of ${shown(table.name)} is left out.` }
  }
  const hasAll = (list: readonly string[]) => list.every((name) => names.has(name))
  yield {
    kind: 'table',
    table: {
      ...table,
      comment: storableComment(table.comment),
      row_count: storableCount(table.row_count),
      columns,
      foreign_keys: table.foreign_keys
        .filter((key) => hasAll(key.columns) && [key.to_table_name, ...key.to_columns].every(isStorable))
        .filter((key) => isStorableSchema(key.to_schema_name))
        .slice(0, limits.foreignKeys),
      unique_keys: table.unique_keys.filter(hasAll),
      ...(table.inherits && {
        inherits: table.inherits
          .filter(({ schema_name, name }) => isStorable(name) && isStorableSchema(schema_name))
          .slice(0, limits.parents),
      }),
    },
  }
}
