/** The URL of a request in a Postman collection, with the members needed to send it. */
export interface CollectionUrl {
  readonly path: readonly string[]
  readonly query: readonly { readonly key: string; readonly value: string; readonly disabled?: boolean }[]
  readonly variable: readonly { readonly key: string; readonly value: string }[]
}

/** The URL of a request on a server, with its variables replaced and without disabled parameters. */
export function urlOn(server: string, { path, query, variable }: CollectionUrl): URL {
  const values = new Map(variable.map(({ key, value }) => [`:${key}`, value]))
  const url = new URL(
    path.map((part) => encodeURIComponent(values.get(part) ?? part)).join('/'),
    `${server}/`,
  )
  for (const { key, value, disabled } of query) if (!disabled) url.searchParams.append(key, value)
  return url
}
