import type { Application } from '../hostile/running/application.ts'
import type { Server } from './server.ts'
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
  /** Prints what was measured. */
  say(line: string): void
}

/** One way in which something beside the application fails, while writers and readers go on. */
export interface Scenario {
  readonly name: string
  /** What fails, in one line. */
  readonly description: string
  /** Lets it fail, and brings it back. Resolves when nothing is broken any more; with what must not be, if anything. */
  inflict(scene: Scene): Promise<readonly string[] | undefined>
}
