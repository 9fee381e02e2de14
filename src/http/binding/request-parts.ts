import type { Readable } from 'node:stream'
import type { JsonSchema } from '../../contract/route-definition.ts'
import { invalidInput } from '../../values/invalid-input.ts'

/** The error for a body that is required and was not sent. */
export const missingBody = () => invalidInput([], 'Field required', 'missing')

/** The bytes of a body that was received. */
export async function* bytesOf(body: Readable): AsyncGenerator<Buffer> {
  let isEmpty = true
  for await (const chunk of body) {
    isEmpty = false
    yield chunk
  }
  if (isEmpty) throw missingBody()
}

/**
 * `a, b` is the array of a and b for a parameter that the contract writes with `explode: false`, and so is the parameter
 * twice.
 */
export function splitCommaLists(names: readonly string[], query: Record<string, unknown>): void {
  for (const name of names) {
    const value = query[name]
    if (value !== undefined)
      query[name] = [value]
        .flat()
        .flatMap((part) => String(part).split(','))
        .map((part) => part.trim())
  }
}

/** Removes the members of an update whose null leaves the resource unchanged. */
export function dropNulls(names: readonly string[], body: unknown): void {
  const members = body as Record<string, unknown>
  for (const name of names) if (members[name] === null) delete members[name]
}

/** The parameters of a path or query that are ids. */
export const idNamesOf = (schema: JsonSchema | undefined): string[] =>
  Object.entries((schema?.properties ?? {}) as Record<string, JsonSchema>)
    .filter(([, { format }]) => format === 'uuid')
    .map(([name]) => name)

/** Writes ids in lower case, as they are stored and answered. */
export function lowerIds(names: readonly string[], values: Record<string, unknown>): void {
  for (const name of names) {
    const id = values[name]
    if (typeof id === 'string') values[name] = id.toLowerCase()
  }
}
