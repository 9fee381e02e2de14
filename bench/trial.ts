import type { Flags } from './flags.ts'
import { loadModules } from './modules.ts'
import type { Rig } from './rig.ts'

/** A long measurement with its own method. */
export interface Trial {
  /** The heading of its table. */
  title: string
  /** Runs it and returns a table in Markdown. */
  run(rig: Rig, flags: Flags): Promise<string>
}

/** Loads the trials: every file of `trials/`, which exports its trial as `trial`. */
export const loadTrials = (): Promise<Map<string, Trial>> => loadModules('trials', 'trial')
