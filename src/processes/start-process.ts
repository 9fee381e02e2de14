import { spawn } from 'node:child_process'
import type { Duplex } from 'node:stream'
import { createFrameReader, encodeFrame } from './frames.ts'
import { ProcessError } from './process-error.ts'
import { memorySignal } from './watchdog.ts'

export interface ProcessOptions {
  /** The path of the program; it begins with `openChannel`. */
  readonly program: string
  /** The limit of its resident memory, and of its heap. */
  readonly memoryMib: number
  /** The largest reply, in bytes of JSON. */
  readonly maximumReplyBytes: number
}

/** A process that answers one request at a time. */
export interface Process {
  /**
   * Sends JSON and resolves with the JSON of the reply.
   *
   * @throws ProcessError, or the reason that `kill` or `end` was called with meanwhile
   */
  exchange(json: string): Promise<string>
  isOpen(): boolean
  /** Kills it at once. A pending exchange rejects with `reason`. */
  kill(reason: Error): void
  /** Asks it to end, kills it after two seconds, and resolves when it is gone. A pending exchange rejects. */
  end(reason: Error): Promise<void>
}

/** Milliseconds until a process is killed. It may need them to cancel a query on a server. */
const gracePeriod = 2000

/**
 * The variables that a process inherits. The others may be credentials, which a compromised process could
 * read.
 */
const inherited = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'LD_LIBRARY_PATH']

const isForDebugger = (option: string) => option.startsWith('--inspect')

function environment(): Record<string, string> {
  const { NODE_OPTIONS = '' } = process.env
  const options = NODE_OPTIONS.split(' ').filter((option) => !isForDebugger(option))
  const variables = inherited.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  })
  return { NODE_OPTIONS: options.join(' '), ...Object.fromEntries(variables) }
}

/** The error for a process that ended by itself. V8 aborts when the heap is full. */
function errorOfExit(code: number | null, signal: NodeJS.Signals | null): ProcessError {
  if (signal === memorySignal || signal === 'SIGABRT') return new ProcessError('memory')
  return new ProcessError('ended', signal ?? `exit code ${code}`)
}

/** Starts a process. It lives until `end` or `kill` is called, or until this process ends. */
export function startProcess({ program, memoryMib, maximumReplyBytes }: ProcessOptions): Process {
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
  // Frames do not use standard output, since any package may write to it.
  const channel = child.stdio[3] as Duplex
  const read = createFrameReader(maximumReplyBytes)
  let failure: Error | undefined
  let waiting: { resolve: (json: string) => void; reject: (error: Error) => void } | undefined

  const fail = (error: Error) => {
    failure ??= error
    waiting?.reject(failure)
    waiting = undefined
  }
  const gone = new Promise<void>((resolve) => {
    child.on('error', () => {
      fail(new ProcessError('not_started'))
      resolve()
    })
    child.once('close', (code, signal) => {
      fail(errorOfExit(code, signal))
      resolve()
    })
  })
  const kill = (reason: Error) => {
    fail(reason)
    child.kill('SIGKILL')
  }
  channel.on('data', (chunk: Buffer) => {
    try {
      const json = read(chunk)
      if (json === undefined) return
      if (waiting === undefined) throw new ProcessError('protocol')
      waiting.resolve(json)
      waiting = undefined
    } catch (error) {
      kill(error as ProcessError)
    }
  })
  // The exit of the process explains why the channel broke.
  channel.on('error', () => undefined)
  child.stdin?.on('error', () => undefined)

  return {
    isOpen: () => failure === undefined,
    kill,
    async exchange(json) {
      if (failure) throw failure
      return new Promise<string>((resolve, reject) => {
        waiting = { resolve, reject }
        channel.write(encodeFrame(json))
      })
    },
    async end(reason) {
      fail(reason)
      channel.destroy()
      const timer = setTimeout(() => child.kill('SIGKILL'), gracePeriod)
      await gone
      clearTimeout(timer)
    },
  }
}
