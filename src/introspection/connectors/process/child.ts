import { ProcessError, type ProcessFailure } from '../../../processes/process-error.ts'
import { startProcess } from '../../../processes/start-process.ts'
import { ConnectorError } from '../connector-error.ts'
import { type Deadline, withDeadline } from '../deadline.ts'
import { type ItemsReply, maximumReplyBytes, type Request, type RequestKind } from './messages.ts'
import { readReply } from './schemas.ts'

/** How a process is started. */
export interface ChildOptions {
  /** The path of the program. */
  readonly program: string
  /** What it may have of resident memory, and of heap. */
  readonly memoryMib: number
}

/** A process that answers requests, one at a time. */
export interface Child {
  /**
   * Sends a request and waits for the reply. Without one in time, or with one that is not valid, the process is ended.
   *
   * @param of what the request is about; of `next`, what it goes on with
   * @throws ConnectorError that of the reply, that of the deadline, resource_limit, reader_ended, connection_lost
   */
  ask(request: Request, of: RequestKind, deadline: Deadline): Promise<ItemsReply>
  isOpen(): boolean
  /** Lets the process end, kills it if it does not, and resolves when it is gone. */
  end(): Promise<void>
}

const readerEnded = (detail: string) => new ConnectorError('reader_ended', { detail })
const notValid = () => readerEnded('The process that reads the source sent what it may not send.')

const connectorErrors: Record<ProcessFailure, (how: string) => ConnectorError> = {
  memory: () =>
    new ConnectorError('resource_limit', {
      detail: 'Reading it takes more memory than the operator of this server allows in CONNECTOR_MEMORY_MIB.',
    }),
  too_long: () => new ConnectorError('resource_limit'),
  protocol: notValid,
  ended: (how) => readerEnded(`The process that reads the source ended (${how}).`),
  not_started: () => readerEnded('The process that reads the source did not start.'),
}

const toConnectorError = (error: unknown): ConnectorError =>
  error instanceof ProcessError ? connectorErrors[error.failure](error.message) : (error as ConnectorError)

/** Starts a process. It ends with `end`, and with this process. */
export function startChild({ program, memoryMib }: ChildOptions): Child {
  const child = startProcess({ program, memoryMib, maximumReplyBytes })
  const end = () => child.end(new ConnectorError('connection_lost'))

  return {
    isOpen: child.isOpen,
    end,
    async ask(request, of, deadline) {
      let json: string
      try {
        json = await withDeadline(deadline, () => child.exchange(JSON.stringify(request)))
      } catch (thrown) {
        const error = toConnectorError(thrown)
        // Nobody waits for it: the caller has its answer.
        void child.end(error)
        throw error
      }
      const reply = readReply(json, of)
      if (reply === undefined) {
        const error = notValid()
        child.kill(error)
        throw error
      }
      if ('reason' in reply) throw new ConnectorError(reply.reason, { detail: reply.detail })
      return reply
    },
  }
}
