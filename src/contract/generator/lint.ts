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
 * @param name the name of the file in messages
 * @returns a line for every problem: location (line, column and JSON pointer), text and rule
 */
export async function lint(source: string, name: string): Promise<string[]> {
  const config = await createConfig({
    extends: ['recommended'],
    // The API has paths with a literal and a parameter at the same position, where the literal wins:
    // /a/relationships/{id} and /a/{id}/b.
    rules: { 'no-ambiguous-paths': 'off' },
  })
  // A reference to another document breaks the dialect, so it is never read or fetched.
  const externalRefResolver = Object.assign(new BaseResolver(config.resolve), {
    loadExternalRef: (reference: string) =>
      Promise.reject(new Error(`${reference} is outside of the document`)),
  })
  try {
    const problems = await lintFromString({ source, absoluteRef: `/${name}`, config, externalRefResolver })
    return problems.map(({ location, message, ruleId }) => {
      const locations = location.map((each) => `${lineOf(each, name)} ${each.pointer}`)
      return `${locations.join(', ')}: ${message} (${ruleId})`
    })
  } catch (error) {
    // Redocly throws for an unknown kind or version of a document.
    return [`${name}: ${error}`]
  }
}

/** The line to print for a breach: operations, path, message, and line and column in the source. */
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
