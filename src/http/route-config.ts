import type { JsonLimits } from './reading/json-complexity.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation of `openapi.yaml` that the route implements. */
    operationId?: string
    /** The operation has no body. */
    takesNoBody?: boolean
    /** The route also accepts `application/x-ndjson`. */
    acceptsLines?: boolean
    /** The route also accepts `application/yaml`. */
    acceptsYaml?: boolean
    /** The body is received completely before it is parsed; see `uploads`. */
    takesUploads?: boolean
    /** The limits of a JSON body, when they differ from the usual ones. */
    jsonLimits?: JsonLimits
    /** The handler gets the body as a stream of bytes. */
    streamsBody?: boolean
    /** The route answers without a token. A route with neither an operation nor this does not boot. */
    public?: boolean
  }
}

/** The config of a route that answers without a token. */
export const publicRoute = { public: true } as const
