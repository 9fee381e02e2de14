import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import type { RouteDefinition } from '../contract/route-definition.ts'
import type { ApiTokenVerifier } from '../identity/api-tokens/verifier.ts'
import type { VerifierSettings } from '../identity/token-verifier.ts'
import { requestId } from './answering/answer-headers.ts'
import { compression } from './answering/compression.ts'
import { lineEnd } from './answering/line-end.ts'
import { authentication } from './authentication.ts'
import { problemHandlingPlugin } from './problems/handling.ts'
import { accessLog } from './process/access-log.ts'
import { basePathPlugin } from './process/base-path.ts'
import { closing } from './process/closing.ts'
import { cors } from './process/cors.ts'
import { halfClosed } from './process/half-closed.ts'
import { jsonBodyPlugin } from './reading/json-body.ts'
import { yamlBodyPlugin } from './reading/yaml-body.ts'
import { routeRules } from './route-rules.ts'
import { bodyDeadline } from './uploads/body-deadline.ts'
import { uploadLimits } from './uploads/limits.ts'
import { type UploadsOptions, uploads } from './uploads/uploads.ts'

/** The longest time that a body other than an upload may take to arrive, in milliseconds. */
const longestBody = 300_000

/** What the conventions of all routes are registered with. */
export interface ConventionsOptions {
  config: Config & VerifierSettings
  routes: readonly RouteDefinition[]
  verifyApiToken: ApiTokenVerifier
  uploadOptions?: Partial<UploadsOptions> | undefined
}

/**
 * Registers what every request and answer has in common: ids, base path, CORS, compression, the access log, problems, the
 * readers of bodies, authentication and uploads. Each is a plugin; the order is that of their hooks.
 */
export async function registerConventions(
  app: FastifyInstance,
  { config, routes, verifyApiToken, uploadOptions }: ConventionsOptions,
): Promise<void> {
  await app.register(closing)
  await app.register(halfClosed)
  await app.register(routeRules)
  await app.register(requestId)
  await app.register(basePathPlugin, { basePath: config.BASE_PATH })
  await app.register(cors, { origins: config.CORS_ALLOWED_ORIGINS ?? [], routes })
  await app.register(compression)
  await app.register(lineEnd)
  await app.register(accessLog)
  await app.register(problemHandlingPlugin, { routes })
  await app.register(bodyDeadline, { milliseconds: longestBody })
  await app.register(jsonBodyPlugin)
  await app.register(yamlBodyPlugin)
  await app.register(authentication, { ...config, verifyApiToken })
  await app.register(uploads, { ...uploadLimits(config), ...uploadOptions })
}
