import { setImmediate } from 'node:timers/promises'
import type { ValidateFunction } from 'ajv'
import { define } from '../values/json-slices.ts'

/** Members in a piece: checking it takes a few milliseconds. */
const usualMembers = 2000

type Members = Record<string, unknown>

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a schema may say of objects, so that it says something of each member by itself. */
const keywords = new Set(['type', 'properties', 'additionalProperties', 'anyOf'])

/**
 * Whether a value conforms to a schema exactly if all its pieces do: the schema describes objects member by member, and
 * neither arrays nor defaults.
 */
export function isDivisible(schema: unknown): boolean {
  if (!isMembers(schema)) return typeof schema === 'boolean'
  const { properties = {}, additionalProperties = true, anyOf, default: usual } = schema
  if (usual !== undefined) return false
  if (Array.isArray(anyOf)) {
    // One piece may conform to one of them, and another piece to another one.
    const composite = anyOf.filter((each) => !isScalar(each))
    return Object.keys(schema).length === 1 && composite.length <= 1 && composite.every(isDivisible)
  }
  if (isScalar(schema)) return true
  const within = [additionalProperties, ...Object.values(properties as Members)]
  return (
    schema.type === 'object' &&
    Object.keys(schema).every((keyword) => keywords.has(keyword)) &&
    within.every(isDivisible)
  )
}

const isScalar = ({ type }: Members): boolean =>
  type !== undefined && ![type].flat().some((each) => each === 'object' || each === 'array')

/**
 * The pieces of a value, each a value with some of the members of its objects: all of them together have all. What is in a
 * piece has the path that it has in the whole.
 *
 * @param size members of a piece at most
 */
export function* piecesOf(value: unknown, size = usualMembers): Generator<unknown> {
  if (!isMembers(value)) return yield value
  /** The objects that are looked through, from the outside to the inside. */
  const inside: { name: string; of: Members; names: Iterator<string>; piece: Members }[] = []
  let members = 0
  const enter = (name: string, of: Members, piece: Members) =>
    inside.push({ name, of, names: Object.keys(of)[Symbol.iterator](), piece })
  const startPiece = () => {
    members = 0
    for (const [index, each] of inside.entries()) {
      each.piece = {}
      const outer = inside[index - 1]
      if (outer) define(outer.piece, each.name, each.piece)
    }
  }
  enter('', value, {})
  for (;;) {
    const innermost = inside.at(-1)
    if (!innermost) return
    const next = innermost.names.next()
    if (next.done) {
      if (inside.length === 1) return yield innermost.piece
      inside.pop()
      continue
    }
    const name = next.value
    const member = innermost.of[name]
    if (members === size) {
      yield (inside[0] as (typeof inside)[number]).piece
      startPiece()
    }
    members += 1
    if (!isMembers(member)) define(innermost.piece, name, member)
    else {
      const piece = {}
      define(innermost.piece, name, piece)
      enter(name, member, piece)
    }
  }
}

/**
 * Makes the function that checks a value in its pieces, between which others get their turn.
 *
 * @returns a function that rejects with the errors of the first piece that does not conform. Fastify takes them so: the
 *   errors of a function are those of the last value that it has checked, and there are several at once
 */
export const inPieces =
  (validate: ValidateFunction) =>
  async (value: unknown): Promise<true> => {
    for (const piece of piecesOf(value)) {
      if (!validate(piece)) return Promise.reject(validate.errors)
      await setImmediate()
    }
    return true
  }
