import type { JsonLimits } from './reading/json-complexity.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation of `openapi.yaml` that the route carries out. */
    operationId?: string
    /** The operation has no body. */
    takesNoBody?: boolean
    /** The route also takes `application/x-ndjson`. */
    acceptsLines?: boolean
    /** The route also takes `application/yaml`. */
    acceptsYaml?: boolean
    /** The body of the route is received completely before anything is done with it; see `uploads`. */
    takesUploads?: boolean
    /** How much the JSON of a body may become, if not as much as usual. */
    jsonLimits?: JsonLimits
    /** The body of the route goes to its handler as the bytes it is. */
    streamsBody?: boolean
    /** The route answers without a token. A route with neither an operation nor this does not boot. */
    public?: boolean
  }
}

/** The config of a route that answers without a token. */
export const publicRoute = { public: true } as const
