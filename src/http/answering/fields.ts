/** The schema of a resource, as far as a selection needs it. */
interface ResourceSchema {
  readonly required?: readonly string[]
}

/** Leaves of a resource, or of each of a list, what the schema requires and what `fields` names. */
export function selectFields(
  schema: ResourceSchema & { readonly items?: ResourceSchema },
  fields: readonly string[],
): (body: unknown) => unknown {
  const kept = new Set([(schema.items ?? schema).required ?? [], fields].flat())
  const select = (resource: object) =>
    Object.fromEntries(Object.entries(resource).filter(([name]) => kept.has(name)))
  return (body) => (Array.isArray(body) ? body.map(select) : select(body as object))
}
