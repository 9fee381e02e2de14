import {
  BaseResolver,
  createConfig,
  getLineColLocation,
  type LocationObject,
  lintFromString,
  Source,
} from '@redocly/openapi-core'
import type { Breach } from './dialect.ts'
import { pointerOf } from './json.ts'

/**
 * Lints a document with the recommended rules of Redocly; warnings count as errors.
 * @param source the text, YAML or JSON
 * @param name how messages call the file
 * @returns a line for every problem: place (line, column and JSON pointer), text and rule
 */
export async function lint(source: string, name: string): Promise<string[]> {
  const config = await createConfig({
    extends: ['recommended'],
    // The public API has literals and parameters in one place, and literals win: /a/relationships/{id} and /a/{id}/b.
    rules: { 'no-ambiguous-paths': 'off' },
  })
  // A reference out of the document is a breach of the dialect: it is neither read nor fetched.
  const externalRefResolver = Object.assign(new BaseResolver(config.resolve), {
    loadExternalRef: (reference: string) =>
      Promise.reject(new Error(`${reference} is outside of the document`)),
  })
  try {
    const problems = await lintFromString({ source, absoluteRef: `/${name}`, config, externalRefResolver })
    return problems.map(({ location, message, ruleId }) => {
      const places = location.map((place) => `${lineOf(place, name)} ${place.pointer}`)
      return `${places.join(', ')}: ${message} (${ruleId})`
    })
  } catch (error) {
    // Redocly throws for a document whose kind or version it does not know.
    return [`${name}: ${error}`]
  }
}

/** The line that people read for a breach: operations, place, what is wrong, and where that is in the source. */
export function describeBreach(breach: Breach, source: string, name: string): string {
  const [first = 'document', ...others] = breach.operations
  const more = others.length === 0 ? '' : ` (and ${others.length} more operations)`
  const place = breach.place === '' ? '' : ` ${breach.place}:`
  const location = { source: new Source(`/${name}`, source), pointer: pointerOf(breach.path) }
  return `${first}${more}:${place} ${breach.message} (${lineOf(location, name)})`
}

function lineOf(location: LocationObject, name: string): string {
  const { start } = getLineColLocation(location)
  return `${name}:${start.line}:${start.col}`
}
