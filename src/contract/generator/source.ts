import { parseDocument } from 'yaml'
import { checkDialect, checkTwins } from './dialect.ts'
import { type JsonObject, objectOf } from './json.ts'
import { describeBreach, lint } from './lint.ts'

/** A contract that was read, or the lines that say what is wrong with it. */
export type Source = { readonly document: JsonObject; readonly problems: readonly string[] }

/**
 * Reads the contract and finds everything that is wrong with it: syntax, then the linter's rules, the dialect, and
 * schemas that do not agree.
 * @param text the YAML text
 * @param name how messages call the file
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
