import { preconditionFailed, readAnswer } from '../http/answering/answers.ts'
import { etagOf, expectedVersions } from '../http/answering/conditional.ts'
import { listAnswer } from '../http/answering/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../http/binding/operation.ts'
import { problem } from '../http/problems/problem.ts'
import { unknownTarget } from '../http/problems/unknown-target.ts'
import { actorOf } from '../identity/principal.ts'
import { invalidInput } from '../values/invalid-input.ts'
import { knownTime } from '../values/read-time.ts'
import { keptText } from './description.ts'
import { machineOf, toDescriptionVersion, versionedDescription } from './mapping.ts'
import type { DescriptionRepository, LayerOutcome } from './repository.ts'

export const unknownResource = () => unknownTarget('resource_not_found')

const targetOf = (
  params: { resource_id: string },
  headers: { 'if-match'?: string },
  context: RequestContext,
) => ({
  organizationId: organizationOf(context),
  resourceId: params.resource_id,
  expected: expectedVersions(headers['if-match']),
})

const writingOf = (context: RequestContext) => ({
  organizationId: organizationOf(context),
  by: actorOf(context.principal),
  now: new Date(),
})

/** The answer to a write of one layer. */
function layerAnswer(outcome: LayerOutcome, missing: { layer?: string; version?: number } = {}) {
  if (outcome.outcome === 'written') {
    const { description, shadowedBy } = outcome
    const { version, item } = versionedDescription(description)
    const headers = {
      etag: etagOf(version),
      ...(shadowedBy && { 'description-shadowed-by': shadowedBy }),
    }
    return { status: 200 as const, headers, body: item }
  }
  if (outcome.outcome === 'stale') return preconditionFailed()
  if (outcome.outcome === 'layer_missing') {
    const detail = `The description has no layer ${missing.layer}.`
    return problem('description_layer_not_found', { detail })
  }
  if (outcome.outcome === 'version_missing') {
    const detail = `The description has no version ${missing.version}.`
    return problem('description_version_not_found', { detail })
  }
  return unknownResource()
}

/**
 * @throws InvalidInputError for null, except in `manual_edit`, where it is the decision that there is no
 *   description
 */
function assertText(layer: string, text: string | null): void {
  if (text !== null || layer === 'manual_edit') return
  const msg = 'Only manual_edit may have null or a blank text; to remove the layer, use DELETE'
  throw invalidInput(['description'], msg)
}

/** The operations on the descriptions of resources of any kind. */
export const descriptionHandlers = (descriptions: DescriptionRepository) =>
  ({
    async getDescription({ params, query, headers }, context) {
      const { organizationId, resourceId } = targetOf(params, {}, context)
      const found = await descriptions.get(organizationId, resourceId)
      if (!found) return unknownResource()
      const { version, item } = versionedDescription(found)
      return readAnswer(version, () => item, { query, headers })
    },

    async putDescriptionLayer({ params, body, headers }, context) {
      const description = keptText(body.description)
      assertText(params.description_source, description)
      const time = body.description_generated_at
      const layer = {
        descriptionSource: params.description_source,
        description,
        ...(time && { descriptionGeneratedAt: knownTime(time) }),
        ...machineOf(body),
      }
      return layerAnswer(
        await descriptions.put(targetOf(params, headers, context), layer, writingOf(context)),
      )
    },

    async deleteDescriptionLayer({ params, headers }, context) {
      const { description_source: layer } = params
      return layerAnswer(
        await descriptions.remove(targetOf(params, headers, context), layer, writingOf(context)),
        { layer },
      )
    },

    async listDescriptionVersions({ params, query }, context) {
      const { organizationId, resourceId } = targetOf(params, {}, context)
      return listAnswer(context, query, {
        list: descriptions.versions,
        values: { organizationId, resourceId },
        item: toDescriptionVersion,
        whenEmpty: async () =>
          (await descriptions.exists(organizationId, resourceId)) ? undefined : unknownResource(),
      })
    },

    async restoreDescriptionVersion({ params, headers }, context) {
      const { version } = params
      return layerAnswer(
        await descriptions.restore(targetOf(params, headers, context), version, writingOf(context)),
        { version },
      )
    },
  }) satisfies Partial<Handlers>
