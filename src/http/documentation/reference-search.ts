/** As much of an immutable map as the search uses; Swagger UI has them from Immutable.js. */
export interface ImmutableMap {
  get(key: string): unknown
  getIn(path: string[]): unknown
  update(key: string, change: (value: ImmutableList) => ImmutableList): ImmutableMap
}

/** A collection of maps, a list or by keys. */
export interface ImmutableList {
  readonly size: number
  map(change: (item: ImmutableMap, key: string) => ImmutableMap): ImmutableList
  filter(keeps: (item: ImmutableMap) => boolean): ImmutableList
}

declare const SwaggerUIBundle: { plugins: { DownloadUrl: { fn?: Record<string, unknown> } } }

/** The plug-in that fetches the document, which goes when plug-ins are set. Sent to the browser as its text, too. */
export const downloadPlugin = () => SwaggerUIBundle.plugins.DownloadUrl

/**
 * A plug-in of Swagger UI whose filter looks at operation id, summary, method, path and tag, where its own looks at tags
 * alone. Every word has to be found, and `listDatabases` is two words; what is found is shown without opening its tag.
 * It is sent to the browser as its text: it names nothing outside of itself, and its functions are methods, since tsx
 * wraps others into a helper that the browser does not have.
 * https://github.com/swagger-api/swagger-ui/blob/master/docs/customization/plug-points.md
 */
export const searchPlugin = () => ({
  fn: {
    opsFilter(operationsByTag: ImmutableList, phrase: string): ImmutableList {
      return operationsByTag
        .map((tag, name) =>
          tag.update('operations', (operations) =>
            operations.filter((operation) =>
              phrase
                .replace(/([a-z])([A-Z])/g, '$1 $2')
                .toLowerCase()
                .split(/\s+/)
                .every((word) =>
                  [
                    name,
                    operation.get('method'),
                    operation.get('path'),
                    operation.getIn(['operation', 'operationId']),
                    operation.getIn(['operation', 'summary']),
                  ]
                    .join(' ')
                    .toLowerCase()
                    .includes(word),
                ),
            ),
          ),
        )
        .filter((tag) => (tag.get('operations') as ImmutableList).size > 0)
    },
  },
  statePlugins: {
    layout: {
      wrapSelectors: {
        isShown(original: (thing: string[], otherwise: boolean) => boolean) {
          return (state: ImmutableMap, thing: string[], otherwise: boolean) =>
            (thing[0] === 'operations-tag' &&
              // As Swagger UI tells whether there is something to search for.
              !['', 'true', 'false', 'null'].includes(String(state.get('filter')))) ||
            original(thing, otherwise)
        },
      },
    },
  },
})
