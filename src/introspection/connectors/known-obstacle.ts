import { connectorSchemas } from '../../../generated/connector-schemas.ts'
import { connectorReasons } from './connector-error.ts'
import { connectorKinds, connectorTypeOf } from './kinds.ts'
import { reachOf } from './own-source.ts'
import { type ConnectorOptions, checkSettings } from './settings.ts'

type Source = Parameters<typeof reachOf>[0] & { readonly connectorType: string }

/** Why no run can read a source: the code of a problem, and what to do about it. */
export interface Obstacle {
  readonly code: 'connector_unknown' | 'source_settings_invalid' | 'host_not_allowed'
  readonly detail: string
}

/**
 * Finds out why no run can read a source, without connecting to it and without its credentials. Undefined if
 * no reason is known. Reading may still fail, e.g. if the host resolves to an address that is not allowed.
 */
export function knownObstacle(source: Source, options: ConnectorOptions): Obstacle | undefined {
  const type = connectorTypeOf(source.connectorType)
  if (type === undefined) {
    const name = JSON.stringify(source.connectorType)
    return {
      code: 'connector_unknown',
      detail: `This server has no connector for ${name}. GET /api/connectors lists those that it has. Others can fill the source, e.g. by snapshots.`,
    }
  }
  const { configuration: stored, settings } = reachOf(source, undefined, options)
  const configuration = structuredClone(stored)
  const [issue] = checkSettings(connectorSchemas[type], { configuration })
  if (issue) {
    return {
      code: 'source_settings_invalid',
      detail: `${issue.pointer}: ${issue.msg}. Change the configuration of the source, then start the run again.`,
    }
  }
  if (!connectorKinds[type].isRefused(configuration, settings.allowedHosts)) return undefined
  return { code: 'host_not_allowed', detail: connectorReasons.host_not_allowed }
}
