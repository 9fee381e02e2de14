import { setImmediate } from 'node:timers/promises'
import type { ValidateFunction } from 'ajv'
import { define } from '../values/json-slices.ts'

/** The members of a piece: enough for a few milliseconds of validation. */
const defaultSize = 2000

type Members = Record<string, unknown>

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The keywords with which a schema describes each member of an object by itself. */
const keywords = new Set(['type', 'properties', 'additionalProperties', 'anyOf'])

/**
 * Whether a value is valid exactly if all its pieces are: the schema describes objects member by member, and
 * has neither arrays nor defaults.
 */
export function isDivisible(schema: unknown): boolean {
  if (!isMembers(schema)) return typeof schema === 'boolean'
  const { properties = {}, additionalProperties = true, anyOf, default: usual } = schema
  if (usual !== undefined) return false
  if (Array.isArray(anyOf)) {
    // With two composite schemas, one piece may match the first and another piece the second.
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
 * Splits a value into pieces, each with some of the members of its objects. Together they have all members,
 * and each member keeps its path.
 *
 * @param size the largest number of members in a piece
 */
export function* piecesOf(value: unknown, size = defaultSize): Generator<unknown> {
  if (!isMembers(value)) return yield value
  /** The objects that are being split, from the outermost to the innermost. */
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
 * Creates a function that validates a value piece by piece, and lets the event loop run between pieces.
 *
 * @returns a function that rejects with the errors of the first invalid piece. Fastify accepts errors in this
 *   form. They cannot be a property of the function as usual, since several validations may run at once.
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
