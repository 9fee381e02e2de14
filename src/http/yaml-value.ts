import { runOffProcess } from './off-process.ts'
import { parseYaml, type YamlText } from './yaml.ts'

/** Documents of up to this many bytes are read in less time than it takes to start a process: about 20 ms. */
export const smallYaml = 4096
/** Four mebibytes take three to five seconds and up to 450 MiB. */
const limits = { milliseconds: 60_000, megabytes: 768 }

/** A YAML document as the JSON it stands for. */
export interface YamlValue {
  value: unknown
  /** The line, counted from 1, in which the value at a path begins, or the nearest one around it. */
  lineOf: (path: readonly string[]) => number
}

function open({ json, places }: YamlText): YamlValue {
  const value: unknown = JSON.parse(json)
  // The lines of many values of the same object are asked for.
  const positions = new Map<object, Map<string, number>>()
  const positionsIn = (container: object): Map<string, number> => {
    const known = positions.get(container)
    if (known) return known
    const made = new Map(Object.keys(container).map((name, position) => [name, position]))
    positions.set(container, made)
    return made
  }
  const lineOf = (path: readonly string[]): number => {
    let [inner, index]: [unknown, number] = [value, 0]
    for (const name of path) {
      if (typeof inner !== 'object' || inner === null) break
      const position = positionsIn(inner).get(name)
      if (position === undefined) break
      index = Number(places[2 * index + 1]) + position
      inner = (inner as Record<string, unknown>)[name]
    }
    return Number(places[2 * index])
  }
  return { value, lineOf }
}

/**
 * Reads a YAML document as `parseYaml` does. One that is not small is read in another process, so that others get their
 * turn, and within limits of time and memory.
 *
 * @param signal ends the reading, e.g. when nobody waits for it any more
 * @throws ProblemError what `parseYaml` throws, or body_too_complex beyond the limits; the reason of the signal
 */
export async function readYaml(body: Buffer, signal: AbortSignal): Promise<YamlValue> {
  if (body.length <= smallYaml) return open(parseYaml(body.toString()))
  return open(await runOffProcess<YamlText>('yaml-reader', body.toString(), { ...limits, signal }))
}
