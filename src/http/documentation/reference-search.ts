/** The parts of a map of Immutable.js, which Swagger UI uses, that the search needs. */
export interface ImmutableMap {
  get(key: string): unknown
  getIn(path: string[]): unknown
  update(key: string, change: (value: ImmutableList) => ImmutableList): ImmutableMap
}

/** A collection of maps: a list or a map of maps. */
export interface ImmutableList {
  readonly size: number
  map(change: (item: ImmutableMap, key: string) => ImmutableMap): ImmutableList
  filter(keeps: (item: ImmutableMap) => boolean): ImmutableList
}

declare const SwaggerUIBundle: { plugins: { DownloadUrl: { fn?: Record<string, unknown> } } }

/**
 * The plug-in that fetches the document. Setting plug-ins removes it. Its source text is sent to the browser.
 */
export const downloadPlugin = () => SwaggerUIBundle.plugins.DownloadUrl

/**
 * A plug-in of Swagger UI whose filter searches operation id, summary, method, path and tag; Swagger UI's own
 * filter only searches tags. Every word must match, and `listDatabases` counts as two words. Matching
 * operations are shown without opening their tag.
 *
 * The source text of this function is sent to the browser. So it refers to nothing outside itself, and its
 * functions are methods, since tsx wraps other functions in a helper that the browser does not have.
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
              // The values for which Swagger UI does not filter.
              !['', 'true', 'false', 'null'].includes(String(state.get('filter')))) ||
            original(thing, otherwise)
        },
      },
    },
  },
})
