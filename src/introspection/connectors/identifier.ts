/** Quotes a name as an identifier of standard SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
