import { spawn } from 'node:child_process'
import type { Duplex } from 'node:stream'
import { createFrameReader, encodeFrame } from './frames.ts'
import { ProcessError } from './process-error.ts'
import { memorySignal } from './watchdog.ts'

/** How a process is started. */
export interface ProcessOptions {
  /** The path of the program; it begins with `openChannel`. */
  readonly program: string
  /** What it may have of resident memory, and of heap. */
  readonly memoryMib: number
  /** Bytes of JSON in an answer at most. */
  readonly maximumReplyBytes: number
}

/** A process that answers, one request at a time. */
export interface Process {
  /**
   * Sends JSON and waits for the JSON of the answer.
   *
   * @throws ProcessError, or the error by which the process is ended meanwhile
   */
  exchange(json: string): Promise<string>
  isOpen(): boolean
  /** Ends it at once, for this reason. */
  kill(reason: Error): void
  /** Lets it end, for this reason, kills it if it does not, and resolves when it is gone. */
  end(reason: Error): Promise<void>
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
function errorOfExit(code: number | null, signal: NodeJS.Signals | null): ProcessError {
  if (signal === memorySignal || signal === 'SIGABRT') return new ProcessError('memory')
  return new ProcessError('ended', signal ?? `exit code ${code}`)
}

/** Starts a process. It ends with `end` or `kill`, and with this process. */
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
  // Standard output is not used, as any package may write to it.
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
  // Why the channel broke is told by how the process ended.
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
      const timer = setTimeout(() => child.kill('SIGKILL'), patience)
      await gone
      clearTimeout(timer)
    },
  }
}
