import { parseDocument } from 'yaml'
import { checkDialect, checkTwins } from './dialect.ts'
import { type JsonObject, objectOf } from './json.ts'
import { describeBreach, lint } from './lint.ts'

/** The parsed contract, and the lines about its problems. */
export type Source = { readonly document: JsonObject; readonly problems: readonly string[] }

/**
 * Parses the contract and finds all its problems: syntax, then the rules of the linter, the dialect, and
 * schemas that do not agree.
 *
 * @param text the YAML text
 * @param name the name of the file in messages
 */
export async function readSource(text: string, name: string): Promise<Source> {
  const parsed = parseDocument(text)
  const syntax = [...parsed.errors, ...parsed.warnings].map((error) => `${name}: ${error.message}`)
  if (syntax.length > 0) return { document: {}, problems: syntax }
  const document = objectOf(parsed.toJS())
  const breaches = [...checkDialect(document), ...checkTwins(document)].map((breach) =>
    describeBreach(breach, text, name),
  )
  return { document, problems: [...(await lint(text, name)), ...breaches] }
}
