/**
 * How work in another process failed:
 *
 * - `memory`: it took more than it may
 * - `too_long`: it answered with more bytes than are taken
 * - `protocol`: it answered with what is no frame, or without being asked
 * - `ended`: it ended by itself; the message says how
 * - `not_started`: there is no process
 */
export type ProcessFailure = 'memory' | 'too_long' | 'protocol' | 'ended' | 'not_started'

/** The end of a process before it had done its work. */
export class ProcessError extends Error {
  override readonly name = 'ProcessError'
  readonly failure: ProcessFailure

  constructor(failure: ProcessFailure, message: string = failure) {
    super(message)
    this.failure = failure
  }
}
