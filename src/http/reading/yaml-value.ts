import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ProcessError } from '../../processes/process-error.ts'
import { startProcess } from '../../processes/start-process.ts'
import { parseInSlices } from '../../values/json-slices.ts'
import { ProblemError } from '../problems/problem.ts'
import { tooComplex } from './json-complexity.ts'
import { parseYaml } from './yaml.ts'
import type { YamlReply } from './yaml-answer.ts'

/** Reading a document of up to this many bytes takes less time than starting a process: about 20 ms. */
export const smallYaml = 4096

/** The limits of the process that reads a document. */
export interface YamlLimits {
  readonly milliseconds: number
  readonly memoryMib: number
}

/** Four mebibytes take three to five seconds and up to 450 MiB. */
const usualLimits: YamlLimits = { milliseconds: 60_000, memoryMib: 768 }

/** The largest reply, in bytes of JSON. A control character becomes six times as long in JSON. */
const maximumReplyBytes = 32 * 2 ** 20

// The program is a .ts file in the sources and a .js file in the build.
const program = fileURLToPath(new URL(`yaml-reader${extname(import.meta.url)}`, import.meta.url))

export interface YamlValue {
  value: unknown
  /** The line, counted from 1, where the value at a path begins, or else the nearest value around it. */
  lineOf: (path: readonly string[]) => number
}

/** @param places as `parseYaml` makes them */
function withLines(value: unknown, places: Int32Array): YamlValue {
  /** A cache for each visited object: its names, and the positions of the names that were scanned. */
  const scanned = new Map<object, { names: string[]; positions: Map<string, number> }>()
  // The scan stops at the name, since a large object has many names.
  const positionOf = (container: object, name: string): number | undefined => {
    const { names, positions } = scanned.get(container) ?? {
      names: Object.keys(container),
      positions: new Map<string, number>(),
    }
    scanned.set(container, { names, positions })
    while (!positions.has(name) && positions.size < names.length)
      positions.set(names[positions.size] as string, positions.size)
    return positions.get(name)
  }
  const lineOf = (path: readonly string[]): number => {
    let [inner, index]: [unknown, number] = [value, 0]
    for (const name of path) {
      if (typeof inner !== 'object' || inner === null) break
      const position = positionOf(inner, name)
      if (position === undefined) break
      index = Number(places[2 * index + 1]) + position
      inner = (inner as Record<string, unknown>)[name]
    }
    return Number(places[2 * index])
  }
  return { value, lineOf }
}

/** Starts a process that reads the document, and returns the JSON of its `YamlReply`. */
async function readInProcess(text: string, limits: YamlLimits, signal: AbortSignal): Promise<string> {
  const { milliseconds, memoryMib } = limits
  signal.throwIfAborted()
  const tooMuch = () =>
    tooComplex([], `Input should be read within ${milliseconds} ms and ${memoryMib} MiB of memory`)
  const child = startProcess({ program, memoryMib, maximumReplyBytes })
  const timer = setTimeout(() => child.kill(tooMuch()), milliseconds)
  const abandon = () => child.kill(signal.reason)
  signal.addEventListener('abort', abandon)
  try {
    return await child.exchange(JSON.stringify(text))
  } catch (error) {
    const isTooMuch =
      error instanceof ProcessError && (error.failure === 'memory' || error.failure === 'too_long')
    throw isTooMuch ? tooMuch() : error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abandon)
    child.kill(new ProcessError('ended'))
  }
}

/**
 * Reads a YAML document as `parseYaml` does. A document that is not small is read in another process, within
 * limits of time and memory, so that it does not block the event loop.
 *
 * @param signal cancels the reading, e.g. when the client has disconnected
 * @throws ProblemError as `parseYaml` does, or body_too_complex beyond the limits; the reason of the signal
 */
export async function readYaml(
  body: Buffer,
  signal: AbortSignal,
  limits: YamlLimits = usualLimits,
): Promise<YamlValue> {
  const text = body.toString()
  if (body.length <= smallYaml) {
    const { json, places } = parseYaml(text)
    return withLines(JSON.parse(json), places)
  }
  const reply = (await parseInSlices(await readInProcess(text, limits, signal))) as YamlReply
  if ('problem' in reply) {
    const { code, ...options } = reply.problem
    throw new ProblemError(code, options)
  }
  const bytes = Buffer.from(reply.places, 'base64')
  return withLines(reply.value, new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4))
}
