import type { Database, Executor } from '../../db/client.ts'
import { isConnectFailure, isLockTimeout } from '../../db/errors.ts'
import { type Lane, openLanes } from '../../db/lanes.ts'
import { createStatementWiseExecutor } from '../../db/statement-wise.ts'
import { createTurns, isGone, type Recipient, type Turns } from './turns.ts'

export interface AdmissionOptions {
  /** The number of connections for requests. */
  connections: number
  /** How many requests may wait. */
  mostWaiting: number
  /** How long a request may wait, in milliseconds. */
  patience: number
}

/** A request that needs the database. */
export interface Work {
  /** The organization, or the subject of a principal without one. */
  owner: string
  recipient: Recipient
  /** How long it may wait for a slot, in milliseconds, when that is longer than usual. */
  patience?: number
}

/**
 * How often requests are refused that waited too long, and statements cancelled whose client is gone, in
 * milliseconds.
 */
const sweepInterval = 100
/** How many requests with shared statements run at once: enough for several batches. */
const sharedSlots = 256
/**
 * How long a stream waits for each further slot, in milliseconds: its answer has begun, so it cannot be
 * refused.
 */
export const streamPatience = 30_000
/** How long a statement on `control` may take, in milliseconds. */
const controlTimeout = 5_000

/**
 * How long a shared statement waits for a lock, in milliseconds. Requests of all organizations wait with it.
 * Only large transactions hold row locks for longer.
 */
const sharedLockTimeout = 200

/** The number of connections for shared statements; the others are lanes. */
const sharedConnections = (connections: number): number => (connections < 4 ? 1 : 2)

const slotsPerOwner = (slots: number) => Math.max(1, slots - Math.max(1, Math.floor(slots / 4)))

/**
 * Opens the connections for requests and bounds their use.
 *
 * - A request with statements of its own takes a lane, which is one connection. So it does not wait behind
 *   another statement, and its own statement is cancelled when its client disconnects.
 * - Requests that share statements, such as reads of one row, take no lane; many of them run at once. When a
 *   shared statement times out on a lock, each of its requests runs again by itself on a lane.
 * - A stream takes a lane for each page.
 * - Everything else uses a connection of its own, `control`, with short timeouts.
 *
 * @param db the pool whose settings the new pools share
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
  // With one connection in total everything uses it, so that tests find code that needs two.
  const hasShared = connections > 1
  const shared = hasShared
    ? db.beside(sharedCount, 'sourcebook shared', { lock_timeout: sharedLockTimeout })
    : (lanes[0] as Lane).db
  const free = [...lanes]
  const busy = new Map<Lane, Recipient>()
  const laneTurns = createTurns({ slots: laneCount, slotsPerOwner: slotsPerOwner(laneCount), mostWaiting })
  const sharedTurns = createTurns({
    slots: sharedSlots,
    slotsPerOwner: slotsPerOwner(sharedSlots),
    mostWaiting,
  })

  const take = (turns: Turns, { owner, recipient, patience = usualPatience }: Work) =>
    turns.tryTake(owner) ? undefined : turns.wait(owner, recipient, patience)
  const refuseOthers = (turns: Turns, error: unknown) => {
    if (isConnectFailure(error)) turns.refuseAll(error)
  }
  const freeLane = (lane: Lane, owner: string) => {
    free.push(lane)
    laneTurns.give(owner)
  }

  const onLane = async <Result>(work: Work, run: (lane: Lane) => Promise<Result>): Promise<Result> => {
    const waiting = take(laneTurns, work)
    if (waiting) await waiting
    const lane = free.pop() as Lane
    busy.set(lane, work.recipient)
    try {
      return await run(lane)
    } catch (error) {
      refuseOthers(laneTurns, error)
      throw error
    } finally {
      busy.delete(lane)
      const stopping = lane.stopping()
      if (stopping) void stopping.then(() => freeLane(lane, work.owner))
      else freeLane(lane, work.owner)
    }
  }

  const sweep = setInterval(() => {
    for (const turns of [laneTurns, sharedTurns]) turns.refuseLate()
    for (const [lane, recipient] of busy) if (isGone(recipient)) lane.stop()
  }, sweepInterval).unref()

  return {
    lanes,
    /** The pool for shared statements. */
    shared,
    control,

    /** Runs work on a lane. @throws ProblemError `server_busy` */
    onLane,

    /**
     * Runs work that shares statements with other requests.
     *
     * @param alone runs the work again on a lane when a row of the shared statement was locked, so that no
     *   organization waits for the locks of another one. A shared statement is one transaction, so it has
     *   changed nothing before.
     * @throws ProblemError `server_busy`
     */
    async sharing<Result>(
      work: Work,
      run: () => Promise<Result>,
      alone?: (lane: Lane) => Promise<Result>,
    ): Promise<Result> {
      const waiting = take(sharedTurns, work)
      if (waiting) await waiting
      try {
        return await run()
      } catch (error) {
        refuseOthers(sharedTurns, error)
        if (!alone || !hasShared || !isLockTimeout(error)) throw error
      } finally {
        sharedTurns.give(work.owner)
      }
      return onLane(work, alone)
    },

    /**
     * Creates an executor that takes a lane for each statement. Only the first one waits as long as usual.
     */
    statementWise(work: Work): Executor {
      let hasBegun = false
      return createStatementWiseExecutor((run) => {
        const statement = hasBegun ? { ...work, patience: streamPatience } : work
        hasBegun = true
        return onLane(statement, ({ db: { $client } }) => run($client))
      })
    },

    /** How many requests run and wait. */
    count: () => ({ lanes: laneTurns.count(), shared: sharedTurns.count() }),

    /** Call it when no request runs any more. The connections are closed with `db`. */
    close: () => clearInterval(sweep),
  }
}

export type Admission = ReturnType<typeof openAdmission>
