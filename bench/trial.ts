import type { Flags } from './flags.ts'
import { loadModules } from './modules.ts'
import type { Rig } from './rig.ts'

/** Something that is measured in its own way, and takes long. */
export interface Trial {
  /** What it shows, and by what. */
  title: string
  /** Does it and answers with a table in Markdown. */
  run(rig: Rig, flags: Flags): Promise<string>
}

/** Loads the trials: every file of `trials/`, which exports its own as `trial`. */
export const loadTrials = (): Promise<Map<string, Trial>> => loadModules('trials', 'trial')
