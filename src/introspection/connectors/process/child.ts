import { spawn } from 'node:child_process'
import type { Duplex } from 'node:stream'
import { ConnectorError } from '../connector-error.ts'
import { type Deadline, withDeadline } from '../deadline.ts'
import { createFrameReader, encodeFrame } from './frames.ts'
import {
  type ItemsReply,
  maximumReplyBytes,
  memorySignal,
  type Request,
  type RequestKind,
} from './messages.ts'
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

/** Milliseconds that a process has to end by itself: it may be telling a server that nobody waits any more. */
const patience = 2000

/** What a process gets of the environment. Credentials are there, and a program that a stranger took over may look. */
const inherited = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'LD_LIBRARY_PATH']

const isForDebugger = (option: string) => option.startsWith('--inspect')

function environment(): Record<string, string> {
  const { NODE_OPTIONS = '' } = process.env
  const options = NODE_OPTIONS.split(' ').filter((option) => !isForDebugger(option))
  const kept = inherited.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  })
  return { NODE_OPTIONS: options.join(' '), ...Object.fromEntries(kept) }
}

/** The error for the end of a process that nobody has ended. V8 aborts when the heap is full. */
function errorOfExit(code: number | null, signal: NodeJS.Signals | null): ConnectorError {
  if (signal === memorySignal || signal === 'SIGABRT') {
    return new ConnectorError('resource_limit', {
      detail: 'Reading it takes more memory than the operator of this server allows in CONNECTOR_MEMORY_MIB.',
    })
  }
  const how = signal ?? `exit code ${code}`
  return new ConnectorError('reader_ended', {
    detail: `The process that reads the source ended (${how}).`,
  })
}

const notValid = () =>
  new ConnectorError('reader_ended', {
    detail: 'The process that reads the source sent what it may not send.',
  })

/** Starts a process. It ends with `end`, and with this process. */
export function startChild({ program, memoryMib }: ChildOptions): Child {
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv.filter((option) => !isForDebugger(option)),
      `--max-old-space-size=${memoryMib}`,
      program,
      String(memoryMib),
    ],
    { env: environment(), stdio: ['pipe', 'ignore', 'ignore', 'pipe'] },
  )
  // Standard output is not used, as any package may write to it.
  const channel = child.stdio[3] as Duplex
  const read = createFrameReader(maximumReplyBytes)
  let failure: ConnectorError | undefined
  let waiting: { resolve: (json: string) => void; reject: (error: ConnectorError) => void } | undefined

  const fail = (error: ConnectorError) => {
    failure ??= error
    waiting?.reject(failure)
    waiting = undefined
  }
  const gone = new Promise<void>((resolve) => {
    child.on('error', () => {
      fail(new ConnectorError('reader_ended', { detail: 'The process that reads the source did not start.' }))
      resolve()
    })
    child.once('close', (code, signal) => {
      fail(errorOfExit(code, signal))
      resolve()
    })
  })
  const kill = (error: ConnectorError) => {
    fail(error)
    child.kill('SIGKILL')
  }
  channel.on('data', (chunk: Buffer) => {
    try {
      const json = read(chunk)
      if (json === undefined) return
      if (waiting === undefined) throw notValid()
      waiting.resolve(json)
      waiting = undefined
    } catch (error) {
      kill(error as ConnectorError)
    }
  })
  // Why the channel broke is told by how the process ended.
  channel.on('error', () => undefined)
  child.stdin?.on('error', () => undefined)

  const end = async () => {
    fail(new ConnectorError('connection_lost'))
    channel.destroy()
    const timer = setTimeout(() => child.kill('SIGKILL'), patience)
    await gone
    clearTimeout(timer)
  }

  return {
    isOpen: () => failure === undefined,
    end,
    async ask(request, of, deadline) {
      if (failure) throw failure
      let json: string
      try {
        json = await withDeadline(deadline, () => {
          const answered = new Promise<string>((resolve, reject) => {
            waiting = { resolve, reject }
          })
          channel.write(encodeFrame(JSON.stringify(request)))
          return answered
        })
      } catch (error) {
        fail(error as ConnectorError)
        // Nobody waits for it: the caller has its answer.
        void end()
        throw error
      }
      const reply = readReply(json, of)
      if (reply === undefined) {
        kill(notValid())
        throw notValid()
      }
      if ('reason' in reply) throw new ConnectorError(reply.reason, { detail: reply.detail })
      return reply
    },
  }
}
