import type { ChangeOptions } from '../../db/change-row.ts'
import type { RowKey } from '../../db/find-row.ts'
import type { DescribedKind } from '../../db/schema.ts'
import { type DescribedRow, describing } from '../../descriptions/describing.ts'
import { type DescriptionInput, newDescription } from '../../descriptions/description.ts'
import { createdAnswer, deletedAnswer, readAnswer, updatedAnswer } from '../../http/answers.ts'
import { expectedVersions } from '../../http/conditional.ts'
import { organizationOf, type RequestContext } from '../../http/operation.ts'
import { newBirth } from '../../identity/birth.ts'
import { actorOf } from '../../identity/principal.ts'
import type { Mapping } from './mapping.ts'
import type { createResourceRepository, ResourceRow } from './repository.ts'

type Repository<Row extends ResourceRow, Key extends RowKey & Partial<Row>> = Pick<
  ReturnType<typeof createResourceRepository<Row, Key>>,
  'create' | 'get' | 'update' | 'delete'
>

/** What the operations must know of their resource. */
export interface ResourceOperationsOptions<Row, Item, Unknown, Taken> {
  mapping: Mapping<Row, Item>
  /** The answer for a resource that is not there. */
  unknown: () => Unknown
  /** The answer for a resource that there can be only one of. */
  taken: (existingId?: string) => Taken
  /** What kind of described resource it is; left out for a resource without a description. */
  kind?: DescribedKind
}

/** Where a new resource is to be, and what the answer says if that is nowhere. */
export interface Place<Row, Missing> {
  /** The columns that the path sets, beside the organization. */
  at: Partial<Row>
  /** The answer for a parent that is not there, by the foreign key that names it. */
  missing: (constraint: string) => Missing
  /** The path of the collection in which it is then found, when that is not the one that was posted to. */
  collection?: string
}

/** Who made a row active or inactive, where that is kept: a run leaves what somebody set as it is. */
const decidedBy = (row: object, values: object, by: string) => {
  const { isActive: before, isActiveSetBy } = row as { isActive?: boolean; isActiveSetBy?: string | null }
  const { isActive = before } = values as { isActive?: boolean }
  return isActiveSetBy !== undefined && isActive !== before ? { isActiveSetBy: by } : {}
}

interface Conditional {
  headers: { 'if-match'?: string }
}

/**
 * Makes what the resources of the catalog have in common: each can be created in its place, and be read, updated and
 * deleted by its key, with the same ETags and the same refusals. A handler says which operation it is, and where.
 */
export function createResourceOperations<
  Row extends ResourceRow,
  Key extends RowKey & Partial<Row>,
  Item,
  Unknown,
  Taken,
>(
  repository: Repository<Row, Key>,
  { mapping, unknown, taken, kind }: ResourceOperationsOptions<Row, Item, Unknown, Taken>,
) {
  /** Who changes it, and on what condition. */
  const changing = ({ headers }: Conditional, { principal }: RequestContext) => ({
    expected: expectedVersions(headers['if-match']),
    by: actorOf(principal),
  })

  return {
    async create<Missing>(body: object, place: Place<Row, Missing>, context: RequestContext) {
      const birth = newBirth(context.principal)
      const row = {
        ...mapping.blank,
        ...mapping.values(body),
        ...birth,
        ...(kind && newDescription(body, context.principal, birth.createdAt)),
        ...place.at,
        organizationId: organizationOf(context),
      } as unknown as Row
      const result = await repository.create(row)
      if (result.outcome === 'parent_missing') return place.missing(result.constraint)
      if (result.outcome === 'taken') return taken(result.existingId)
      return createdAnswer(row, mapping.item, context, place.collection)
    },

    async get(key: Key, request: Parameters<typeof readAnswer>[2]) {
      const row = await repository.get(key)
      return row ? readAnswer(row, mapping.item, request) : unknown()
    },

    async update(key: Key, request: Conditional & { body: object }, context: RequestContext) {
      const now = new Date()
      const values = mapping.values(request.body)
      const body: DescriptionInput = request.body
      const description = kind && describing(kind, body, { principal: context.principal, now })
      const change: ChangeOptions<Row>['change'] = async (row, transaction) => ({
        ...(await description?.change(row as unknown as DescribedRow, transaction)),
        ...values,
        ...decidedBy(row, values, actorOf(context.principal)),
      })
      const changed = await repository.update(key, { ...changing(request, context), now, change })
      if (changed.outcome === 'taken') return taken(changed.existingId)
      return updatedAnswer(changed, mapping.item, unknown(), description?.headers())
    },

    async delete(key: Key, request: Conditional, context: RequestContext) {
      const deleted = await repository.delete(key, changing(request, context))
      return deletedAnswer(deleted, mapping.item, unknown())
    },
  }
}
