/**
 * Creates a function that removes the defaults from response schemas, which are given by status. In the
 * contract a default documents the value of a property that was never set. The serializer would print it for
 * every property that `fields` left out, whatever its real value. A schema object that occurs several times
 * stays one shared object.
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
