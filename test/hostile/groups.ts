import type { Group } from './campaign.ts'
import { bodies } from './cases/bodies.ts'
import { connectors } from './cases/connectors.ts'
import { embedded } from './cases/embedded.ts'
import { hosts } from './cases/hosts.ts'
import { isolation } from './cases/isolation.ts'
import { pool } from './cases/pool.ts'
import { strings } from './cases/strings.ts'
import { tokens } from './cases/tokens.ts'

/** All groups of cases, in the order in which they run. */
export const groups: readonly Group[] = [
  tokens,
  isolation,
  strings,
  hosts,
  embedded,
  pool,
  bodies,
  connectors,
]
