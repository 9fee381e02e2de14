import { randomUUID } from 'node:crypto'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { routes } from '../generated/routes.ts'
import { createCatalog } from './catalog/catalog.ts'
import { createFeedLag, type MeasureFeedLag } from './catalog/changes/lag.ts'
import { createChangeRepository } from './catalog/changes/repository.ts'
import { deletionCleaning } from './catalog/deletions/cleaning.ts'
import { createDeletionRepository } from './catalog/deletions/repository.ts'
import { createUnusedWordsCleaning } from './catalog/search/unused-words.ts'
import type { RouteDefinition } from './contract/route-definition.ts'
import { buildValidator } from './contract/validators.ts'
import type { Database, Executor } from './db/client.ts'
import { createDescriptions } from './descriptions/descriptions.ts'
import { openAdmission } from './http/admission/admission.ts'
import { deleteExpiredKeys } from './http/answering/idempotency.ts'
import { createRequestFingerprint } from './http/answering/request-fingerprint.ts'
import { createStreamLimit } from './http/answering/streams.ts'
import type { Handlers } from './http/binding/operation.ts'
import { operationsPlugin } from './http/binding/operations.ts'
import { registerConventions } from './http/conventions.ts'
import { readContractFiles } from './http/documentation/contract-files.ts'
import { documentation } from './http/documentation/documentation.ts'
import { problemCatalogue } from './http/problems/catalogue.ts'
import { answerClientError, answerError } from './http/problems/handling.ts'
import { withoutBasePath } from './http/process/base-path.ts'
import { cleaning } from './http/process/cleaning.ts'
import { createDeadline } from './http/process/deadline.ts'
import { rateLimitHooks } from './http/process/rate-limit.ts'
import type { UploadsOptions } from './http/uploads/uploads.ts'
import { createApiTokenVerifier } from './identity/api-tokens/verifier.ts'
import { createCredentialStore } from './identity/credentials/store.ts'
import type { CompleteConfig } from './identity/development-secrets.ts'
import { type ConnectorConfig, connectorSettings } from './introspection/connectors/settings.ts'
import { createIntrospection } from './introspection/introspection.ts'
import { registerProbes } from './probes.ts'
import type { Tracing } from './tracing/span.ts'

/** What an app is made of. */
export interface AppOptions {
  config: CompleteConfig & ConnectorConfig
  /** The app opens its connections beside it. */
  db: Database
  /** Where the log goes; nowhere when left out. */
  logger?: FastifyBaseLogger
  /** Makes traces of requests; none when left out. */
  tracing?: Tracing | undefined
  /** The operations to bind; those of the contract, unless a test of the binder gives its own. */
  definitions?: readonly RouteDefinition[]
  /** What uploads may take; as the settings say, unless a test has less patience. */
  uploadOptions?: Partial<UploadsOptions>
}

/** The longest time that a request may take to arrive, in milliseconds: that of an upload which does not stall. */
const longestUpload = 60 * 60_000

/** The recipient of work for which no client waits. */
const nobody = { destroyed: false, writableEnded: false }

/** Makes all handlers of the contract over one executor: the one place where the rooms come together. */
export function createHandlers(
  db: Executor,
  config: AppOptions['config'],
  { measureFeedLag, cleanDeletions }: { measureFeedLag: MeasureFeedLag; cleanDeletions: () => void },
): Handlers {
  const credentials = createCredentialStore(db, config.CREDENTIALS_KEY)
  const introspection = createIntrospection(db, {
    credentials,
    connectors: connectorSettings(config),
    limits: { queuedRuns: config.QUEUED_RUNS_PER_ORGANIZATION },
  })
  const catalog = createCatalog(db, {
    credentials,
    introspection: introspection.ofSources,
    limits: { sources: config.SOURCES_PER_ORGANIZATION, apiTokens: config.API_TOKENS_PER_ORGANIZATION },
    measureFeedLag,
    cleanDeletions,
  })
  return {
    ...catalog.handlers,
    ...createDescriptions(db, { waitingProposals: config.WAITING_PROPOSALS_PER_ORGANIZATION }),
    ...introspection.handlersOf(catalog),
  }
}

/**
 * Builds the application: the one way it is made, in production and in tests. It does not listen yet, and closing it
 * leaves the database open.
 */
export async function buildApp({
  config,
  db,
  logger,
  tracing,
  definitions = routes,
  uploadOptions,
}: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    ...(logger && { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    // Version 4, since Node draws its randomness ahead; a draw for each request took a tenth of the time.
    genReqId: () => randomUUID(),
    bodyLimit: config.BODY_LIMIT_BYTES,
    rewriteUrl: (request) => withoutBasePath(config.BASE_PATH, String(request.url)),
    return503OnClosing: false,
    // Longer than the idle time of usual load balancers, so that they and not we close a connection first.
    keepAliveTimeout: 75_000,
    // How long a request may take to arrive at most: a crawler sends what it finds, as it finds it. Bodies have limits
    // of their own (see `bodyDeadline` and `uploads`), and headers that of Node, which is a minute.
    requestTimeout: longestUpload,
    // Longer than a URL can be, so that the contract and not the router refuses a segment, after authentication.
    routerOptions: { maxParamLength: 2 ** 20 },
    frameworkErrors: answerError,
    clientErrorHandler: answerClientError,
    schemaController: { compilersFactory: { buildValidator } },
  })

  const admission = openAdmission(db, {
    connections: config.DATABASE_POOL_SIZE,
    mostWaiting: config.REQUEST_QUEUE_LENGTH,
    patience: config.REQUEST_QUEUE_MILLISECONDS,
  })
  app.addHook('onClose', async () => admission.close())
  const measureFeedLag = createFeedLag(admission.control)
  if (tracing) await app.register(tracing.requests)
  await registerConventions(app, {
    config,
    routes: definitions,
    verifyApiToken: createApiTokenVerifier(admission.shared),
    uploadOptions,
  })
  await registerProbes(app, { config, admission, measureFeedLag })
  const cleaner = admission.statementWise({ owner: 'cleaning', recipient: nobody })
  await app.register(deletionCleaning, { deletions: createDeletionRepository(cleaner) })
  await app.register(operationsPlugin, {
    routes: definitions,
    handlersOver: (executor) =>
      createHandlers(executor, config, { measureFeedLag, cleanDeletions: () => void app.cleanDeletions() }),
    fingerprint: createRequestFingerprint(config.CREDENTIALS_KEY),
    admission,
    maximumLineLength: config.BODY_LIMIT_BYTES,
    deadline: createDeadline(config.REQUEST_TIMEOUT_SECONDS * 1000),
    idempotencyBytes: config.IDEMPOTENCY_BYTES_PER_ORGANIZATION,
    countStream: createStreamLimit(config.STREAMS_PER_ORGANIZATION),
    afterAuthorization: await rateLimitHooks(app, {
      caller: config.RATE_LIMIT_PER_MINUTE,
      organization: config.ORGANIZATION_RATE_LIMIT_PER_MINUTE,
    }),
  })
  await app.register(documentation, { ...(await readContractFiles()), catalogue: problemCatalogue })
  await app.register(cleaning, {
    tasks: {
      words: createUnusedWordsCleaning(cleaner),
      'idempotency keys': deleteExpiredKeys.bind(null, cleaner),
      changes: createChangeRepository(cleaner).deleteOlderThan.bind(null, config.CHANGES_RETENTION_DAYS),
    },
  })
  await app.ready()
  return app
}
