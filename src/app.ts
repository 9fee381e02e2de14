import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { routes } from '../generated/routes.ts'
import { apiTokenHandlers } from './catalog/api-tokens/handlers.ts'
import { createApiTokenRepository } from './catalog/api-tokens/repository.ts'
import { changeHandlers } from './catalog/changes/handlers.ts'
import { createFeedLag, type MeasureFeedLag } from './catalog/changes/lag.ts'
import { createChangeRepository } from './catalog/changes/repository.ts'
import { feedWatch } from './catalog/changes/watch.ts'
import { columnHandlers } from './catalog/columns/handlers.ts'
import { createColumnRepository } from './catalog/columns/repository.ts'
import { databaseHandlers } from './catalog/databases/handlers.ts'
import { createDatabaseRepository } from './catalog/databases/repository.ts'
import { deletionCleaning } from './catalog/deletions/cleaning.ts'
import { createDeleteTree } from './catalog/deletions/delete-tree.ts'
import { createDeletionRepository } from './catalog/deletions/repository.ts'
import { integrationSourceHandlers } from './catalog/integration-sources/handlers.ts'
import { createIntegrationSourceRepository } from './catalog/integration-sources/repository.ts'
import { organizationHandlers } from './catalog/organizations/handlers.ts'
import { createOrganizationRepository } from './catalog/organizations/repository.ts'
import { relationshipHandlers } from './catalog/relationships/handlers.ts'
import { createRelationshipRepository } from './catalog/relationships/repository.ts'
import { saasAssociationHandlers } from './catalog/saas-associations/handlers.ts'
import { createSaasAssociationRepository } from './catalog/saas-associations/repository.ts'
import { saasFieldHandlers } from './catalog/saas-fields/handlers.ts'
import { createSaasFieldRepository } from './catalog/saas-fields/repository.ts'
import { saasObjectHandlers } from './catalog/saas-objects/handlers.ts'
import { createSaasObjectRepository } from './catalog/saas-objects/repository.ts'
import { searchHandlers } from './catalog/search/handlers.ts'
import { createSearchRepository } from './catalog/search/repository.ts'
import { createUnusedWordsCleaning } from './catalog/search/unused-words.ts'
import { snapshotHandlers } from './catalog/snapshot/handlers.ts'
import { createSnapshotRepository } from './catalog/snapshot/repository.ts'
import { tableHandlers } from './catalog/tables/handlers.ts'
import { createTableRepository } from './catalog/tables/repository.ts'
import type { RouteDefinition } from './contract/route-definition.ts'
import { buildValidator } from './contract/validators.ts'
import type { Database, Executor } from './db/client.ts'
import { assertMigrated } from './db/migrate.ts'
import { assertWritable } from './db/writable.ts'
import { coverageHandlers } from './descriptions/coverage/handlers.ts'
import { createCoverage } from './descriptions/coverage/repository.ts'
import { createExport } from './descriptions/curation/export.ts'
import { curationHandlers } from './descriptions/curation/handlers.ts'
import { createCuration } from './descriptions/curation/plan.ts'
import { dbtHandlers } from './descriptions/dbt/handlers.ts'
import { createDbtImport } from './descriptions/dbt/repository.ts'
import { descriptionHandlers } from './descriptions/handlers.ts'
import { descriptionProposalHandlers } from './descriptions/proposals/handlers.ts'
import { createDescriptionProposalRepository } from './descriptions/proposals/repository.ts'
import { createDescriptionRepository } from './descriptions/repository.ts'
import { staleDescriptionHandlers } from './descriptions/stale/handlers.ts'
import { createStaleDescriptionList } from './descriptions/stale/repository.ts'
import { openAdmission } from './http/admission/admission.ts'
import { requestId } from './http/answering/answer-headers.ts'
import { compression } from './http/answering/compression.ts'
import { deleteExpiredKeys } from './http/answering/idempotency.ts'
import { lineEnd } from './http/answering/line-end.ts'
import { createRequestFingerprint } from './http/answering/request-fingerprint.ts'
import { createStreamLimit } from './http/answering/streams.ts'
import { authentication } from './http/authentication.ts'
import type { Handlers } from './http/binding/operation.ts'
import { operationsPlugin } from './http/binding/operations.ts'
import { documentation } from './http/documentation/documentation.ts'
import { metrics } from './http/metrics/metrics.ts'
import { problemCatalogue } from './http/problems/catalogue.ts'
import { answerClientError, answerError, problemHandlingPlugin } from './http/problems/handling.ts'
import { accessLog } from './http/process/access-log.ts'
import { basePathPlugin, withoutBasePath } from './http/process/base-path.ts'
import { cleaning } from './http/process/cleaning.ts'
import { closing } from './http/process/closing.ts'
import { cors } from './http/process/cors.ts'
import { createDeadline } from './http/process/deadline.ts'
import { halfClosed } from './http/process/half-closed.ts'
import { health } from './http/process/health.ts'
import { rateLimitHooks } from './http/process/rate-limit.ts'
import { jsonBodyPlugin } from './http/reading/json-body.ts'
import { yamlBodyPlugin } from './http/reading/yaml-body.ts'
import { routeRules } from './http/route-rules.ts'
import { bodyDeadline } from './http/uploads/body-deadline.ts'
import { uploadLimits } from './http/uploads/limits.ts'
import { type UploadsOptions, uploads } from './http/uploads/uploads.ts'
import { createApiTokenVerifier } from './identity/api-tokens/verifier.ts'
import { createCredentialStore } from './identity/credentials/store.ts'
import type { CompleteConfig } from './identity/development-secrets.ts'
import { connectorHandlers } from './introspection/connectors/handlers.ts'
import { type ConnectorConfig, connectorSettings } from './introspection/connectors/settings.ts'
import { createTestSlots } from './introspection/connectors/test-slots.ts'
import { introspectionOfSources } from './introspection/of-sources.ts'
import { renameHandlers } from './introspection/renames/handlers.ts'
import { createRenameRepository } from './introspection/renames/repository.ts'
import { runHandlers } from './introspection/runs/handlers.ts'
import { countOpenRuns } from './introspection/runs/open-runs.ts'
import { createRunRepository } from './introspection/runs/repository.ts'
import { scheduleHandlers } from './introspection/schedules/handlers.ts'
import { createScheduleRepository } from './introspection/schedules/repository.ts'
import { discoveryHandlers } from './introspection/source-tests/discovery.ts'
import { sourceTestHandlers } from './introspection/source-tests/handlers.ts'
import { packageRoot } from './package-root.ts'
import type { Tracing } from './tracing/tracing.ts'

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

/** An upload may take so many milliseconds, if it does not stall. */
const longestUpload = 60 * 60_000
/** Any other body may take so many milliseconds to arrive. */
const longestBody = 300_000

/** For whom work is done that nobody waits for. */
const nobody = { destroyed: false, writableEnded: false }

const readText = (path: string) => readFile(join(packageRoot, path), 'utf8')

/** All handlers of the contract over one executor: the one place where they come together. */
export function createHandlers(
  db: Executor,
  config: AppOptions['config'],
  { measureFeedLag, cleanDeletions }: { measureFeedLag: MeasureFeedLag; cleanDeletions: () => void },
): Handlers {
  const credentials = createCredentialStore(db, config.CREDENTIALS_KEY)
  const deleteTree = createDeleteTree(cleanDeletions)
  const sources = createIntegrationSourceRepository(db, credentials, {
    sourcesOfOne: config.SOURCES_PER_ORGANIZATION,
    deleteTree,
  })
  const databases = createDatabaseRepository(db, deleteTree)
  const runs = createRunRepository(db, config.QUEUED_RUNS_PER_ORGANIZATION)
  const introspection = introspectionOfSources(runs)
  const connectors = connectorSettings(config)
  const takeTestSlot = createTestSlots()
  return {
    ...organizationHandlers(createOrganizationRepository(db, credentials)),
    ...integrationSourceHandlers(sources, introspection),
    ...sourceTestHandlers({ sources, credentials, connectors, takeTestSlot }),
    ...connectorHandlers({ connectors, takeTestSlot }),
    ...databaseHandlers(databases, { sources, introspection }),
    ...discoveryHandlers({ sources, databases, credentials, connectors, takeTestSlot }),
    ...tableHandlers(createTableRepository(db)),
    ...columnHandlers(createColumnRepository(db)),
    ...relationshipHandlers(createRelationshipRepository(db)),
    ...saasObjectHandlers(createSaasObjectRepository(db)),
    ...saasFieldHandlers(createSaasFieldRepository(db)),
    ...searchHandlers(createSearchRepository(db)),
    ...snapshotHandlers(createSnapshotRepository(db)),
    ...descriptionHandlers(createDescriptionRepository(db)),
    ...descriptionProposalHandlers(
      createDescriptionProposalRepository(db, config.WAITING_PROPOSALS_PER_ORGANIZATION),
    ),
    ...staleDescriptionHandlers(createStaleDescriptionList(db)),
    ...runHandlers(runs, { sources, connectors }),
    ...renameHandlers(createRenameRepository(db)),
    ...scheduleHandlers(createScheduleRepository(db), sources),
    ...coverageHandlers(createCoverage(db)),
    ...curationHandlers(createCuration(db), createExport(db)),
    ...dbtHandlers(createDbtImport(db)),
    ...changeHandlers(createChangeRepository(db), measureFeedLag),
    ...saasAssociationHandlers(createSaasAssociationRepository(db)),
    ...apiTokenHandlers(createApiTokenRepository(db, config.API_TOKENS_PER_ORGANIZATION)),
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
  await app.register(closing)
  await app.register(halfClosed)
  await app.register(routeRules)
  await app.register(requestId)
  await app.register(basePathPlugin, { basePath: config.BASE_PATH })
  await app.register(cors, { origins: config.CORS_ALLOWED_ORIGINS ?? [], routes: definitions })
  await app.register(compression)
  await app.register(lineEnd)
  await app.register(accessLog)
  await app.register(problemHandlingPlugin, { routes: definitions })
  await app.register(bodyDeadline, { milliseconds: longestBody })
  await app.register(jsonBodyPlugin)
  await app.register(yamlBodyPlugin)
  await app.register(authentication, { ...config, verifyApiToken: createApiTokenVerifier(admission.shared) })
  await app.register(uploads, { ...uploadLimits(config), ...uploadOptions })
  await app.register(health, {
    checks: {
      database: () => assertWritable(admission.control),
      migrations: () => assertMigrated(admission.control),
      feed: async () => {
        const { seconds, heldBy } = await measureFeedLag()
        return { lag_seconds: Math.round(seconds * 10) / 10, held_by: heldBy ?? null }
      },
    },
  })
  await app.register(feedWatch, { measure: measureFeedLag })
  if (config.METRICS_PORT !== undefined) {
    await app.register(metrics, {
      host: config.METRICS_HOST,
      port: config.METRICS_PORT,
      admission,
      measures: { feedLag: measureFeedLag, openRuns: () => countOpenRuns(admission.control) },
    })
  }
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
  const [openapiYaml, openapiJson, openapi30Json, openapiJsonOnly] = await Promise.all(
    [
      'openapi.yaml',
      'generated/openapi.json',
      'generated/openapi-3.0.json',
      'generated/openapi-json-only.json',
    ].map(readText),
  )
  await app.register(documentation, {
    openapiYaml: String(openapiYaml),
    openapiJson: String(openapiJson),
    openapi30Json: String(openapi30Json),
    openapiJsonOnly: String(openapiJsonOnly),
    catalogue: problemCatalogue,
  })
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
