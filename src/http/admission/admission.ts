import type { Database, Executor } from '../../db/client.ts'
import { isConnectFailure, isLockTimeout } from '../../db/errors.ts'
import { type Lane, openLanes } from '../../db/lanes.ts'
import { createStatementWiseExecutor } from '../../db/statement-wise.ts'
import { createTurns, isGone, type Recipient, type Turns } from './turns.ts'

/** How requests come to the database. */
export interface AdmissionOptions {
  /** Connections for requests, in all. */
  connections: number
  /** How many requests wait at most. */
  mostWaiting: number
  /** How long a request waits at most, in milliseconds. */
  patience: number
}

/** Whose work it is, and who waits for it. */
export interface Work {
  owner: string
  recipient: Recipient
  /** How long it waits for its turn, in milliseconds, when that is longer than usual. */
  patience?: number
}

/** How often it is looked whether somebody waits in vain, in milliseconds. */
const lookInterval = 100
/** How many requests whose statements are shared are under way at once: some batches of them. */
const sharedPlaces = 256
/** How long what has begun to answer waits for each further turn, in milliseconds: it cannot be refused any more. */
export const streamPatience = 30_000
/** How long a statement may take that asks how the server is, in milliseconds. */
const controlTimeout = 5_000

/**
 * How long a statement that is shared waits for a lock, in milliseconds: others, of all organizations, wait with it. Row locks
 * are held for less, but by transactions that are large.
 */
const sharedLockTimeout = 200

/** How many connections are for statements that requests share; the others are lanes. */
const sharedConnections = (connections: number): number => (connections < 4 ? 1 : 2)

const mostOf = (places: number) => Math.max(1, places - Math.max(1, Math.floor(places / 4)))

/**
 * Opens the way by which requests come to the database, within bounds. A request that has statements of its own takes a
 * lane, which is one connection: so it waits behind nobody's statement, and its own is cancelled when nobody waits for
 * it any more. Requests whose statements are shared with others, such as reading one row, need no lane; of these there
 * may be many at once. When such a statement meets a lock, each of them goes on by itself on a lane of its organization. A
 * stream takes a lane for each page. What comes to the database otherwise has a connection of its own, `control`, with
 * short limits of time.
 *
 * @param db the pool that those for requests are opened beside
 */
export function openAdmission(
  db: Database,
  { connections, mostWaiting, patience: usualPatience }: AdmissionOptions,
) {
  const control = db.beside(1, 'sourcebook control', {
    statement_timeout: controlTimeout,
    lock_timeout: controlTimeout,
  })
  const sharedCount = sharedConnections(connections)
  const laneCount = Math.max(1, connections - sharedCount)
  const lanes = openLanes(db, laneCount, control)
  // With one connection in all it is that one, so that tests find what would need two.
  const hasShared = connections > 1
  const shared = hasShared
    ? db.beside(sharedCount, 'sourcebook shared', { lock_timeout: sharedLockTimeout })
    : (lanes[0] as Lane).db
  const free = [...lanes]
  const busy = new Map<Lane, Recipient>()
  const laneTurns = createTurns({ places: laneCount, placesOfOne: mostOf(laneCount), mostWaiting })
  const sharedTurns = createTurns({ places: sharedPlaces, placesOfOne: mostOf(sharedPlaces), mostWaiting })

  const take = (turns: Turns, { owner, recipient, patience = usualPatience }: Work) =>
    turns.tryTake(owner) ? undefined : turns.wait(owner, recipient, patience)
  const refuseOthers = (turns: Turns, error: unknown) => {
    if (isConnectFailure(error)) turns.refuseAll(error)
  }
  const giveLane = (lane: Lane, owner: string) => {
    free.push(lane)
    laneTurns.give(owner)
  }

  const onLane = async <Result>(work: Work, execute: (lane: Lane) => Promise<Result>): Promise<Result> => {
    const waiting = take(laneTurns, work)
    if (waiting) await waiting
    const lane = free.pop() as Lane
    busy.set(lane, work.recipient)
    try {
      return await execute(lane)
    } catch (error) {
      refuseOthers(laneTurns, error)
      throw error
    } finally {
      busy.delete(lane)
      const stopping = lane.stopping()
      if (stopping) void stopping.then(() => giveLane(lane, work.owner))
      else giveLane(lane, work.owner)
    }
  }

  const looking = setInterval(() => {
    for (const turns of [laneTurns, sharedTurns]) turns.refuseLate()
    for (const [lane, recipient] of busy) if (isGone(recipient)) lane.stop()
  }, lookInterval).unref()

  return {
    lanes,
    /** For shared statements. */
    shared,
    control,

    /** Carries out work on a connection of its own. @throws ProblemError `server_busy` */
    onLane,

    /**
     * Carries out work whose statements are shared with others.
     *
     * @param alone carries it out again on a lane, when the row of somebody among them was locked: so nobody waits for the
     *   locks of another organization. A shared statement is a transaction, so nothing was done before.
     * @throws ProblemError `server_busy`
     */
    async sharing<Result>(
      work: Work,
      execute: () => Promise<Result>,
      alone?: (lane: Lane) => Promise<Result>,
    ): Promise<Result> {
      const waiting = take(sharedTurns, work)
      if (waiting) await waiting
      try {
        return await execute()
      } catch (error) {
        refuseOthers(sharedTurns, error)
        if (!alone || !hasShared || !isLockTimeout(error)) throw error
      } finally {
        sharedTurns.give(work.owner)
      }
      return onLane(work, alone)
    },

    /** Makes the executor of work that takes turns for each statement. The first one is waited for as usual. */
    statementWise(work: Work): Executor {
      let hasBegun = false
      return createStatementWiseExecutor((execute) => {
        const each = hasBegun ? { ...work, patience: streamPatience } : work
        hasBegun = true
        return onLane(each, ({ db: { $client } }) => execute($client))
      })
    },

    /** How many requests work and wait. */
    count: () => ({ lanes: laneTurns.count(), shared: sharedTurns.count() }),

    /** To be called when no request is under way any more. The connections are closed with `database`. */
    close: () => clearInterval(looking),
  }
}

/** The way to the database. */
export type Admission = ReturnType<typeof openAdmission>
