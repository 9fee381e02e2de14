import type { Application } from '../hostile/running/application.ts'
import type { Server } from './server.ts'
import type { SmallDisk } from './small-disk.ts'
import type { World } from './world.ts'

/** The means of a scenario. */
export interface Scene {
  readonly app: Application
  /** The PostgreSQL of the application, with ways to disturb it. */
  readonly server: Server
  /** The organization that writers and readers work on. */
  readonly world: World
  /** Numbers of connections that send load, one after the other, and for how many seconds each. */
  readonly connections: readonly number[]
  readonly seconds: number
  /** The disk of the application and of its PostgreSQL, when the scenario needs one. */
  readonly disk: SmallDisk | undefined
  /** Prints a measurement. */
  say(line: string): void
}

/** One kind of failure outside of the application, while writers and readers run. */
export interface Scenario {
  readonly name: string
  /** The failure in one line. */
  readonly description: string
  /** The size of the disk that it needs. It is skipped where none can be mounted. */
  readonly diskMebibytes?: number
  /** Causes the failure and ends it. Resolves when everything works again, with violations, if any. */
  inflict(scene: Scene): Promise<readonly string[] | undefined>
}
