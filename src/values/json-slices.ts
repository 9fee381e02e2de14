import { setImmediate } from 'node:timers/promises'
import { tokensOf } from './json-tokens.ts'

/** How much is parsed before others get their turn. */
export interface Slice {
  /** Commas: there are about as many values. A name that no other object has takes two microseconds. */
  commas: number
  characters: number
}

const usual: Slice = { commas: 4000, characters: 256 * 1024 }

type Members = Record<string, unknown>

/** A container that does not end in the slice in which it begins. */
interface Open {
  opener: '[' | '{'
  /** Its name, as it is written, unless it is an item. */
  name: string | undefined
}

interface Begun extends Open {
  value: unknown[] | Members
  /** What was read of it last: a comma, or a member that was not over then. */
  follows: 'nothing' | 'comma' | 'member'
}

const closerOf = { '[': ']', '{': '}' } as const
const blank = /^[ \t\n\r]*$/
const leading = /^[ \t\n\r]*/

const broken = (): never => {
  throw new SyntaxError('The text is not JSON')
}

/** Sets a property, also one that is called __proto__. */
export function define(members: Members, name: string, value: unknown): void {
  if (name !== '__proto__') members[name] = value
  else Object.defineProperty(members, name, { value, writable: true, enumerable: true, configurable: true })
}

/** The text of the members that follow what was read of a container before; undefined when there are none. */
function membersIn(segment: string, { follows }: Begun): string | undefined {
  if (follows !== 'member') return blank.test(segment) ? broken() : segment
  const rest = segment.replace(leading, '')
  if (rest === '') return undefined
  return !rest.startsWith(',') || blank.test(rest.slice(1)) ? broken() : rest.slice(1)
}

/** Parses members of a container, the last of which may not be over, and adds them to it. */
function addMembers(into: Begun, segment: string, opened: readonly Open[]): void {
  const members = membersIn(segment, into)
  if (members === undefined) return
  const closers = opened.map(({ opener }) => closerOf[opener]).reverse()
  const parsed = JSON.parse(`${into.opener}${members}${closers.join('')}${closerOf[into.opener]}`)
  if (Array.isArray(into.value)) for (const item of parsed as unknown[]) into.value.push(item)
  else for (const [key, value] of Object.entries(parsed as Members)) define(into.value, key, value)
}

/**
 * Parses JSON as JSON.parse does, in slices between which others get their turn. A slice ends at a comma: what is open there
 * is closed and parsed, and gets its other members from the slices that follow.
 *
 * @param text nests so deep only that its open containers can be held
 * @throws SyntaxError
 */
export async function parseInSlices(text: string, slice: Slice = usual): Promise<unknown> {
  // The first one stands for what the text is in: nothing but one value.
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
