/**
 * How work in another process failed:
 *
 * - `memory`: the process exceeded its memory limit
 * - `too_long`: its reply was longer than allowed
 * - `protocol`: it sent an invalid frame, or a frame without a request
 * - `ended`: it ended by itself; the message says how
 * - `not_started`: it could not be started
 */
export type ProcessFailure = 'memory' | 'too_long' | 'protocol' | 'ended' | 'not_started'

/** A process ended before it had finished its work. */
export class ProcessError extends Error {
  override readonly name = 'ProcessError'
  readonly failure: ProcessFailure

  constructor(failure: ProcessFailure, message: string = failure) {
    super(message)
    this.failure = failure
  }
}
