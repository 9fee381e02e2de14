/** The names of columns of a table by their numbers, as a JSON array in their order. Both are expressions. */
export const columnNames = (table: string, numbers: string) => `(
  SELECT pg_catalog.json_agg(a.attname ORDER BY k.place)
  FROM pg_catalog.unnest(${numbers}) WITH ORDINALITY AS k (number, place)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.number)`
