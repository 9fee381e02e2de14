import type { Scenario } from './scenario.ts'
import { backendKill } from './scenarios/backend-kill.ts'
import { drain } from './scenarios/drain.ts'
import { fullDisk } from './scenarios/full-disk.ts'
import { introspectionRestart } from './scenarios/introspection-restart.ts'
import { overload } from './scenarios/load.ts'
import { lock } from './scenarios/lock.ts'
import { postmasterKill } from './scenarios/postmaster-kill.ts'
import { readOnly } from './scenarios/read-only.ts'
import { restore } from './scenarios/restore.ts'
import { slowClients } from './scenarios/slow-clients.ts'
import { statementTimeout } from './scenarios/statement-timeout.ts'
import { cancelStorm, terminateStorm } from './scenarios/storms.ts'

/** All scenarios, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
  backendKill,
  postmasterKill,
  terminateStorm,
  cancelStorm,
  introspectionRestart,
  readOnly,
  fullDisk,
  statementTimeout,
  restore,
  lock,
  drain,
  slowClients,
  overload,
]
