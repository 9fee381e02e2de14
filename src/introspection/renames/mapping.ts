import type { components } from '../../contract/handlers.ts'
import type { RenameProposalRow } from '../../db/schema.ts'
import { readActor } from '../../identity/principal.ts'

/** Maps a proposed rename to its representation in the contract. */
export const toRenameProposal = (row: RenameProposalRow): components['schemas']['RenameProposal'] => ({
  id: row.id,
  integration_source_id: row.integrationSourceId,
  database_id: row.databaseId,
  kind: row.kind,
  gone: {
    id: row.goneId,
    schema_name: row.goneSchemaName,
    table_name: row.goneTableName,
    column_name: row.goneColumnName,
  },
  came: {
    id: row.cameId,
    schema_name: row.cameSchemaName,
    table_name: row.cameTableName,
    column_name: row.cameColumnName,
  },
  score: row.score,
  evidence: row.evidence,
  reasons: row.reasons,
  proposed_by: readActor(row.proposedBy),
  status: row.status,
  decided_by: row.decidedBy === null ? null : readActor(row.decidedBy),
  decided_at: row.decidedAt?.toISOString() ?? null,
  comment: row.comment,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})
