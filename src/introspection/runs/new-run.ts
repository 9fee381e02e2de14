import { v7 } from 'uuid'
import type { IntrospectionRunRow } from '../../db/schema.ts'

/** What distinguishes a new run from every other new run. */
type NewRun = Pick<
  IntrospectionRunRow,
  'organizationId' | 'integrationSourceId' | 'isDryRun' | 'profile' | 'requestedBy'
>

/** Creates the row of a run that waits for a worker. */
export const newRun = (run: NewRun, now = new Date()): IntrospectionRunRow => ({
  ...run,
  id: v7({ msecs: now.getTime() }),
  revision: 1,
  createdAt: now,
  updatedAt: now,
  status: 'queued',
  cancelRequested: false,
  errorReason: null,
  errorDetail: null,
  lastTurnAt: null,
  startedAt: null,
  finishedAt: null,
})
