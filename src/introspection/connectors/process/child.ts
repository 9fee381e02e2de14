import { ProcessError, type ProcessFailure } from '../../../processes/process-error.ts'
import { startProcess } from '../../../processes/start-process.ts'
import { ConnectorError } from '../connector-error.ts'
import { type Deadline, withDeadline } from '../deadline.ts'
import { type ItemsReply, maximumReplyBytes, type Request, type RequestKind } from './messages.ts'
import { readReply } from './schemas.ts'

export interface ChildOptions {
  /** The path of the program. */
  readonly program: string
  /** The limit of its resident memory, and of its heap. */
  readonly memoryMib: number
}

/** A process that answers requests, one at a time. */
export interface Child {
  /**
   * Sends a request and waits for the reply. If the reply is late or not valid, the process is ended.
   *
   * @param kind the kind of the request; for `next`, the kind of the request that it continues
   * @throws ConnectorError the reply's or the deadline's error, resource_limit, reader_ended, connection_lost
   */
  ask(request: Request, kind: RequestKind, deadline: Deadline): Promise<ItemsReply>
  isOpen(): boolean
  /** Asks the process to exit, kills it if it does not, and resolves when it has ended. */
  end(): Promise<void>
}

const readerEnded = (detail: string) => new ConnectorError('reader_ended', { detail })
const invalidReply = () => readerEnded('The process that reads the source sent an invalid reply.')

const connectorErrors: Record<ProcessFailure, (how: string) => ConnectorError> = {
  memory: () =>
    new ConnectorError('resource_limit', {
      detail:
        'Reading the source takes more memory than the operator of this server allows in CONNECTOR_MEMORY_MIB.',
    }),
  too_long: () => new ConnectorError('resource_limit'),
  protocol: invalidReply,
  ended: (how) => readerEnded(`The process that reads the source ended (${how}).`),
  not_started: () => readerEnded('The process that reads the source did not start.'),
}

const toConnectorError = (error: unknown): ConnectorError =>
  error instanceof ProcessError ? connectorErrors[error.failure](error.message) : (error as ConnectorError)

/** Starts a process. It is ended by `end`, and when this process ends. */
export function startChild({ program, memoryMib }: ChildOptions): Child {
  const child = startProcess({ program, memoryMib, maximumReplyBytes })
  const end = () => child.end(new ConnectorError('connection_lost'))

  return {
    isOpen: child.isOpen,
    end,
    async ask(request, kind, deadline) {
      let json: string
      try {
        json = await withDeadline(deadline, () => child.exchange(JSON.stringify(request)))
      } catch (thrown) {
        const error = toConnectorError(thrown)
        // Not awaited, so that the caller gets the error at once.
        void child.end(error)
        throw error
      }
      const reply = readReply(json, kind)
      if (reply === undefined) {
        const error = invalidReply()
        child.kill(error)
        throw error
      }
      if ('reason' in reply) throw new ConnectorError(reply.reason, { detail: reply.detail })
      return reply
    },
  }
}
