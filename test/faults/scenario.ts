import type { Application } from '../hostile/running/application.ts'
import type { Server } from './server.ts'
import type { SmallDisk } from './small-disk.ts'
import type { World } from './world.ts'

/** What a scenario works with. */
export interface Scene {
  readonly app: Application
  /** The PostgreSQL of the application, and what can be done to it. */
  readonly server: Server
  /** What the writers and readers work on. */
  readonly world: World
  /** Numbers of connections of those who load the server, one after the other, and for how many seconds each. */
  readonly connections: readonly number[]
  readonly seconds: number
  /** The disk of the application and of its PostgreSQL, when the scenario asks for one. */
  readonly disk: SmallDisk | undefined
  /** Prints what was measured. */
  say(line: string): void
}

/** One way in which something beside the application fails, while writers and readers go on. */
export interface Scenario {
  readonly name: string
  /** What fails, in one line. */
  readonly description: string
  /** The size of the disk that it needs an application on. It is left out where none can be mounted. */
  readonly diskMebibytes?: number
  /** Lets it fail, and brings it back. Resolves when nothing is broken any more; with what must not be, if anything. */
  inflict(scene: Scene): Promise<readonly string[] | undefined>
}
