/** The response schema of a resource, or of a list of them. */
interface ResourceSchema {
  required?: readonly string[]
  items?: ResourceSchema
}

/** Leaves of a resource, or of each of a list, what the schema requires and what `fields` names. */
export function selectFields(schema: ResourceSchema, fields: readonly string[]): (body: unknown) => unknown {
  const kept = new Set([...((schema.items ?? schema).required ?? []), ...fields])
  const select = (resource: object) =>
    Object.fromEntries(Object.entries(resource).filter(([name]) => kept.has(name)))
  return (body) => (Array.isArray(body) ? body.map(select) : select(body as object))
}
