import { setImmediate } from 'node:timers/promises'
import { tokensOf } from '../../values/json-tokens.ts'
import type { JsonFault } from './json-complexity.ts'

/** How many values or tokens are visited before the event loop runs other work. */
const slice = 10_000

/** Names that reach into prototypes where an object is copied without care. */
const isForbidden = (name: string, outer: string | undefined): boolean =>
  name === '__proto__' || (name === 'prototype' && outer === 'constructor')

/** The names in all objects of a value together. */
interface Names {
  count: number
  /** Whether one of them reaches into prototypes. */
  isForbidden: boolean
}

async function namesOf(value: unknown): Promise<Names> {
  const found = { count: 0, isForbidden: false }
  const waiting: { name?: string; value: object }[] = []
  const add = (inner: unknown, name?: string) => {
    if (typeof inner === 'object' && inner !== null)
      waiting.push(name === undefined ? { value: inner } : { value: inner, name })
  }
  add(value)
  let visited = 0
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (Array.isArray(next.value)) {
      for (const item of next.value) add(item)
      visited += next.value.length
    } else {
      const names = Object.keys(next.value)
      found.count += names.length
      for (const name of names) {
        found.isForbidden ||= isForbidden(name, next.name)
        add((next.value as Record<string, unknown>)[name], name)
      }
      visited += names.length
    }
    if (visited < slice) continue
    visited = 0
    await setImmediate()
  }
  return found
}

/** The first name that is a duplicate in its object, or that reaches into prototypes. */
async function firstFault(json: string): Promise<{ path: string[]; type: JsonFault } | undefined> {
  /** For each open container: the names of an object so far, and the name or index of the current member. */
  const open: { names: Set<string> | undefined; at: string | number }[] = []
  let text = ''
  let visited = 0
  for (const { start, end } of tokensOf(json)) {
    const token = json.charAt(start)
    const inner = open.at(-1)
    if (token === '"') text = json.slice(start, end)
    else if (token === '{') open.push({ names: new Set(), at: '' })
    else if (token === '[') open.push({ names: undefined, at: 0 })
    else if (token === ']' || token === '}') open.pop()
    else if (token === ',' && typeof inner?.at === 'number') inner.at += 1
    else if (token === ':' && inner?.names) {
      const name: string = JSON.parse(text)
      const outer = open.at(-2)?.at
      inner.at = name
      const path = () => open.map(({ at }) => String(at))
      if (inner.names.has(name)) return { path: path(), type: 'duplicate_key' }
      if (isForbidden(name, typeof outer === 'string' ? outer : undefined))
        return { path: path(), type: 'forbidden_name' }
      inner.names.add(name)
    }
    visited += 1
    if (visited % slice === 0) await setImmediate()
  }
  return undefined
}

/**
 * Finds a duplicate name in an object, of which the parser keeps only the last, or a name that reaches into
 * prototypes.
 *
 * @param json valid JSON
 * @param value the parsed value
 * @param names the number of names in the text; more than in the value when some are duplicates
 */
export async function findNameFault(
  json: string,
  value: unknown,
  names: number,
): Promise<{ path: string[]; type: JsonFault } | undefined> {
  const { count, isForbidden } = await namesOf(value)
  return count === names && !isForbidden ? undefined : firstFault(json)
}
