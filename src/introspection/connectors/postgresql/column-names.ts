/**
 * The expression for the names of columns, as a JSON array in the order of `numbers`.
 *
 * @param table an expression for the OID of the table
 * @param numbers an expression for the array of column numbers
 */
export const columnNames = (table: string, numbers: string) => `(
  SELECT pg_catalog.json_agg(a.attname ORDER BY k.ordinal)
  FROM pg_catalog.unnest(${numbers}) WITH ORDINALITY AS k (number, ordinal)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.number)`
