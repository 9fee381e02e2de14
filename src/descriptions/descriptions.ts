import type { Executor } from '../db/client.ts'
import type { Handlers } from '../http/binding/operation.ts'
import { coverageHandlers } from './coverage/handlers.ts'
import { createCoverage } from './coverage/repository.ts'
import { createExport } from './curation/export.ts'
import { curationHandlers } from './curation/handlers.ts'
import { createCuration } from './curation/plan.ts'
import { dbtHandlers } from './dbt/handlers.ts'
import { createDbtImport } from './dbt/repository.ts'
import { descriptionHandlers } from './handlers.ts'
import { descriptionProposalHandlers } from './proposals/handlers.ts'
import { createDescriptionProposalRepository } from './proposals/repository.ts'
import { createDescriptionRepository } from './repository.ts'
import { staleDescriptionHandlers } from './stale/handlers.ts'
import { createStaleDescriptionList } from './stale/repository.ts'

/**
 * Makes the handlers of descriptions over one executor: layers, history, proposals, coverage, files and what is stale.
 *
 * @param limits.waitingProposals the most proposals of one organization that wait for a decision
 */
export const createDescriptions = (db: Executor, limits: { waitingProposals: number }) =>
  ({
    ...descriptionHandlers(createDescriptionRepository(db)),
    ...descriptionProposalHandlers(createDescriptionProposalRepository(db, limits.waitingProposals)),
    ...staleDescriptionHandlers(createStaleDescriptionList(db)),
    ...coverageHandlers(createCoverage(db)),
    ...curationHandlers(createCuration(db), createExport(db)),
    ...dbtHandlers(createDbtImport(db)),
  }) satisfies Partial<Handlers>
