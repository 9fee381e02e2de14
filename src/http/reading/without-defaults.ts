/**
 * Makes the function that takes the defaults out of schemas of answers, by status. A default tells whoever reads the
 * contract what a resource has when nobody said anything. The serializer would print it for every property that
 * `fields` left out, whatever its value is. A schema that stands in several places becomes one and the same schema.
 */
export function createWithoutDefaults(): <Schemas extends object>(schemas: Schemas) => Schemas {
  const known = new WeakMap<object, unknown>()
  const strip = (value: unknown, isProperties = false): unknown => {
    if (Array.isArray(value)) return value.map((member) => strip(member))
    if (typeof value !== 'object' || value === null) return value
    if (!known.has(value)) {
      const members = Object.entries(value)
        // A property may be called `default`.
        .filter(([key]) => isProperties || key !== 'default')
        .map(([key, member]) => [key, strip(member, !isProperties && key === 'properties')])
      known.set(value, Object.fromEntries(members))
    }
    return known.get(value)
  }
  return <Schemas extends object>(schemas: Schemas) => strip(schemas, true) as Schemas
}
