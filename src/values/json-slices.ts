import { setImmediate } from 'node:timers/promises'
import { tokensOf } from './json-tokens.ts'

/** How much is parsed before the event loop runs other work. */
export interface Slice {
  /**
   * Commas, of which there are about as many as values. A property name seen for the first time costs 2 µs.
   */
  commas: number
  characters: number
}

const defaultSlice: Slice = { commas: 4000, characters: 256 * 1024 }

type Members = Record<string, unknown>

/** An array or object that begins in a slice. */
interface Open {
  opener: '[' | '{'
  /** The property that holds it, in quotes as in the text; undefined for an item of an array. */
  name: string | undefined
}

/** A container that began in an earlier slice and has not ended. */
interface Begun extends Open {
  value: unknown[] | Members
  /** What was read last: nothing, a comma, or a member that continued into the next slice. */
  follows: 'nothing' | 'comma' | 'member'
}

const closerOf = { '[': ']', '{': '}' } as const
const blank = /^[ \t\n\r]*$/
const leading = /^[ \t\n\r]*/

const broken = (): never => {
  throw new SyntaxError('The text is not JSON')
}

/** Sets an own property, even if its name is __proto__. */
export function define(members: Members, name: string, value: unknown): void {
  if (name !== '__proto__') members[name] = value
  else Object.defineProperty(members, name, { value, writable: true, enumerable: true, configurable: true })
}

/**
 * The text of the members of a container in this segment, without a leading comma; undefined when it has
 * none.
 */
function membersIn(segment: string, { follows }: Begun): string | undefined {
  if (follows !== 'member') return blank.test(segment) ? broken() : segment
  const rest = segment.replace(leading, '')
  if (rest === '') return undefined
  return !rest.startsWith(',') || blank.test(rest.slice(1)) ? broken() : rest.slice(1)
}

/**
 * Parses the members of a container in a segment and adds them. The last member may continue in the next
 * slice.
 */
function addMembers(into: Begun, segment: string, opened: readonly Open[]): void {
  const members = membersIn(segment, into)
  if (members === undefined) return
  const closers = opened.map(({ opener }) => closerOf[opener]).reverse()
  const parsed = JSON.parse(`${into.opener}${members}${closers.join('')}${closerOf[into.opener]}`)
  if (Array.isArray(into.value)) for (const item of parsed as unknown[]) into.value.push(item)
  else for (const [key, value] of Object.entries(parsed as Members)) define(into.value, key, value)
}

/**
 * Parses JSON as JSON.parse does, in slices, and lets the event loop run between them. A slice ends at a
 * comma. The containers that are open there are closed and parsed; later slices add their remaining members.
 *
 * @param text its nesting must be bounded, since the open containers are kept in memory
 * @throws SyntaxError
 */
export async function parseInSlices(text: string, slice: Slice = defaultSlice): Promise<unknown> {
  // The root is an artificial array around the text; it must end up with exactly one item.
  const root: Begun & { value: unknown[] } = { opener: '[', name: undefined, value: [], follows: 'nothing' }
  const begun: Begun[] = [root]
  const opened: Open[] = []
  let [start, commas, sliceStart, afterOpener] = [0, 0, 0, 0]
  let name = { start: 0, end: 0 }
  const innermost = () => begun.at(-1) as Begun

  for (const { start: index, end } of tokensOf(text)) {
    const token = text.charAt(index)
    if (token === '"') name = { start: index, end }
    else if (token === '[' || token === '{') {
      const { opener } = opened.at(-1) ?? innermost()
      afterOpener = end
      opened.push({ opener: token, name: opener === '{' ? text.slice(name.start, name.end) : undefined })
    } else if (token === ']' || token === '}') {
      if (opened.pop()) continue
      const ended = begun.pop() as Begun
      if (begun.length === 0 || token !== closerOf[ended.opener]) broken()
      addMembers(ended, text.slice(start, index), [])
      start = index + 1
    } else if (token === ',') {
      commas += 1
      if (commas < slice.commas && index - sliceStart < slice.characters) continue
      if (blank.test(text.slice(afterOpener, index))) broken()
      let into = innermost()
      addMembers(into, text.slice(start, index), opened)
      for (const { opener, name } of opened.splice(0)) {
        into.follows = 'member'
        const value = Array.isArray(into.value) ? into.value.at(-1) : into.value[JSON.parse(String(name))]
        into = { opener, name, value: value as Begun['value'], follows: 'comma' }
        begun.push(into)
      }
      into.follows = 'comma'
      ;[start, commas, sliceStart] = [index + 1, 0, index]
      await setImmediate()
    }
  }
  if (begun.length > 1 || opened.length > 0) broken()
  addMembers(root, text.slice(start), [])
  return root.value.length === 1 ? root.value[0] : broken()
}
