interface ResourceSchema {
  readonly required?: readonly string[]
}

/**
 * Creates a function that reduces a resource, or each item of a list, to `fields` and the properties the
 * schema requires.
 */
export function selectFields(
  schema: ResourceSchema & { readonly items?: ResourceSchema },
  fields: readonly string[],
): (body: unknown) => unknown {
  const selected = new Set([(schema.items ?? schema).required ?? [], fields].flat())
  const select = (resource: object) =>
    Object.fromEntries(Object.entries(resource).filter(([name]) => selected.has(name)))
  return (body) => (Array.isArray(body) ? body.map(select) : select(body as object))
}
