import type { ChangeOptions } from '../../db/change-row.ts'
import type { RowKey } from '../../db/find-row.ts'
import { type CatalogKind, type DescribedKind, kindOf } from '../../db/kinds.ts'
import { keyIn, type PathParameters, parentsIn } from '../../db/path-keys.ts'
import { type DescriptionInput, newDescription } from '../../descriptions/description.ts'
import { type DescribedRow, descriptionChange } from '../../descriptions/description-change.ts'
import { createdAnswer, deletedAnswer, readAnswer, updatedAnswer } from '../../http/answering/answers.ts'
import { expectedVersions } from '../../http/answering/conditional.ts'
import { organizationOf, type RequestContext } from '../../http/binding/operation.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import { newCreation } from '../../identity/creation.ts'
import { actorOf } from '../../identity/principal.ts'
import type { Mapping } from './mapping.ts'
import type { createResourceRepository, ResourceRow } from './repository.ts'

type Repository<Row extends ResourceRow, Key extends RowKey & Partial<Row>> = Pick<
  ReturnType<typeof createResourceRepository<Row, Key>>,
  'create' | 'get' | 'update' | 'delete'
>

export interface ResourceOperationsOptions<Row, Item, Taken> {
  mapping: Mapping<Row, Item>
  /** Creates the answer when the unique constraint is violated. */
  taken: (existingId?: string) => Taken
}

export interface Creating<Missing> {
  /** Creates the answer when a foreign key other than that of the parent is violated. */
  missing?: (constraint: string) => Missing | undefined
  /** The path of the collection of the new resource, if it differs from that of the request. */
  collection?: string
}

/**
 * The new `isActiveSetBy`, in tables with this column: a run does not change `isActive` if a person set it.
 */
const activitySetter = (row: object, values: object, by: string) => {
  const { isActive: before, isActiveSetBy } = row as { isActive?: boolean; isActiveSetBy?: string | null }
  const { isActive = before } = values as { isActive?: boolean }
  return isActiveSetBy !== undefined && isActive !== before ? { isActiveSetBy: by } : {}
}

export interface Conditional {
  params: PathParameters
  headers: { 'if-match'?: string }
}

type Reading = { params: PathParameters } & Parameters<typeof readAnswer>[2]

/**
 * Creates the operations that resources of the catalog have in common: create in the parent, and get, update
 * and delete by key, with the same ETags and problems. The key and the parents come from the path of the
 * request.
 */
export function createResourceOperations<
  Row extends ResourceRow,
  Key extends RowKey & Partial<Row>,
  Item,
  Taken,
>(
  kind: CatalogKind,
  repository: Repository<Row, Key>,
  { mapping, taken }: ResourceOperationsOptions<Row, Item, Taken>,
) {
  const { parent = kind, described } = kindOf(kind)
  const describedKind = described && (kind as DescribedKind)
  const unknown = () => unknownOf(kind)
  const keyOf = (params: PathParameters, context: RequestContext) =>
    keyIn(kind, params, organizationOf(context)) as Key

  /** The actor and the precondition of a change. */
  const changeOptions = ({ headers }: Pick<Conditional, 'headers'>, { principal }: RequestContext) => ({
    expected: expectedVersions(headers['if-match']),
    by: actorOf(principal),
  })

  return {
    /** The key of the resource in a path. */
    keyOf,

    async create<Missing = never>(
      { params, body }: { params: PathParameters; body: object },
      context: RequestContext,
      { missing, collection }: Creating<Missing> = {},
    ) {
      const creation = newCreation(context.principal)
      const row = {
        ...mapping.blank,
        ...mapping.values(body),
        ...creation,
        ...(describedKind && newDescription(body, context.principal, creation.createdAt)),
        ...parentsIn(params),
        organizationId: organizationOf(context),
      } as unknown as Row
      const result = await repository.create(row)
      if (result.outcome === 'parent_missing') return missing?.(result.constraint) ?? unknownOf(parent)
      if (result.outcome === 'taken') return taken(result.existingId)
      return createdAnswer(row, mapping.item, context, collection)
    },

    async get({ params, ...request }: Reading, context: RequestContext) {
      const row = await repository.get(keyOf(params, context))
      return row ? readAnswer(row, mapping.item, request) : unknown()
    },

    async update(request: Conditional & { body: object }, context: RequestContext) {
      const now = new Date()
      const values = mapping.values(request.body)
      const body: DescriptionInput = request.body
      const description =
        describedKind && descriptionChange(describedKind, body, { principal: context.principal, now })
      const change: ChangeOptions<Row>['change'] = async (row, transaction) => ({
        ...(await description?.change(row as unknown as DescribedRow, transaction)),
        ...values,
        ...activitySetter(row, values, actorOf(context.principal)),
      })
      const changed = await repository.update(keyOf(request.params, context), {
        ...changeOptions(request, context),
        now,
        change,
      })
      if (changed.outcome === 'taken') return taken(changed.existingId)
      return updatedAnswer(changed, mapping.item, unknown(), description?.headers())
    },

    async delete(request: Conditional, context: RequestContext) {
      const deleted = await repository.delete(keyOf(request.params, context), changeOptions(request, context))
      return deletedAnswer(deleted, mapping.item, unknown())
    },
  }
}
