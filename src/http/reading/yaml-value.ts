import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ProcessError } from '../../processes/process-error.ts'
import { startProcess } from '../../processes/start-process.ts'
import { parseInSlices } from '../../values/json-slices.ts'
import { ProblemError } from '../problems/problem.ts'
import { tooComplex } from './json-complexity.ts'
import { parseYaml } from './yaml.ts'
import type { YamlReply } from './yaml-answer.ts'

/** Documents of up to this many bytes are read in less time than it takes to start a process: about 20 ms. */
export const smallYaml = 4096

/** What the process may take that reads a document. */
export interface YamlLimits {
  readonly milliseconds: number
  readonly memoryMib: number
}

/** Four mebibytes take three to five seconds and up to 450 MiB. */
const usualLimits: YamlLimits = { milliseconds: 60_000, memoryMib: 768 }

/** Bytes of JSON in an answer at most. A control character is six times as long in JSON. */
const maximumReplyBytes = 32 * 2 ** 20

// The sources and what is compiled of them differ in the ends of their names.
const program = fileURLToPath(new URL(`yaml-reader${extname(import.meta.url)}`, import.meta.url))

/** A YAML document as the JSON it stands for. */
export interface YamlValue {
  value: unknown
  /** The line, counted from 1, in which the value at a path begins, or the nearest one around it. */
  lineOf: (path: readonly string[]) => number
}

/** @param places as `parseYaml` makes them */
function withLines(value: unknown, places: Int32Array): YamlValue {
  /** Of each object that was asked for: its names, and the positions of those that were looked at. */
  const looked = new Map<object, { names: string[]; positions: Map<string, number> }>()
  // No further than to the name, since the names of a large object take long.
  const positionOf = (container: object, name: string): number | undefined => {
    const { names, positions } = looked.get(container) ?? {
      names: Object.keys(container),
      positions: new Map<string, number>(),
    }
    looked.set(container, { names, positions })
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

/** What a process makes of a document. */
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
 * Reads a YAML document as `parseYaml` does. One that is not small is read in another process, so that others get their
 * turn, and within limits of time and memory.
 *
 * @param signal ends the reading, e.g. when nobody waits for it any more
 * @throws ProblemError what `parseYaml` throws, or body_too_complex beyond the limits; the reason of the signal
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
