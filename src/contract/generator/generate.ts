import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileRoutes } from './compile.ts'
import { printConnectorSchemas } from './connector-schemas.ts'
import { findStale, type GeneratedFile, writeFiles } from './files.ts'
import type { JsonObject } from './json.ts'
import { toJsonOnly } from './json-only.ts'
import { lint } from './lint.ts'
import { published } from './published.ts'
import { componentSchemas, routesOf } from './routes.ts'
import { printRoutes } from './routes-file.ts'
import { withSingleExamples } from './single-examples.ts'
import { readSource } from './source.ts'
import { printClientTypes, printTypes } from './types-file.ts'
import { toVersion30 } from './version-3-0.ts'

/** The lines to print, and whether the generated files are now up to date. */
export type Outcome = { readonly succeeded: boolean; readonly lines: readonly string[] }

/**
 * Generates the files of `generated/` and the types of the TypeScript client from `openapi.yaml`. It writes
 * nothing when the contract has a problem.
 *
 * @param options `root` is the folder of the repository; with `check` it writes nothing and fails when a file
 *   is stale
 */
export async function generate({ root, check }: { root: string; check: boolean }): Promise<Outcome> {
  const text = await readFile(join(root, 'openapi.yaml'), 'utf8')
  const { document, problems } = await readSource(text, 'openapi.yaml')
  if (problems.length > 0) return { succeeded: false, lines: problems }
  const made = await makeFiles(document)
  if (made.problems.length > 0) return { succeeded: false, lines: made.problems }
  const stale = await findStale(root, made.files)
  if (check && stale.length > 0) {
    return {
      succeeded: false,
      lines: [...stale.map(({ path }) => `${path} is stale`), 'run: npm run generate'],
    }
  }
  await writeFiles(root, stale)
  return { succeeded: true, lines: stale.map(({ path }) => `wrote ${path}`) }
}

async function makeFiles(
  source: JsonObject,
): Promise<{ readonly files: readonly GeneratedFile[]; readonly problems: readonly string[] }> {
  const document = published(source)
  const routes = routesOf(document)
  const schemas = componentSchemas(document)
  const served = withSingleExamples(document)
  const version30 = toVersion30(served)
  const older = printJson(version30)
  const jsonOnly = printJson(toJsonOnly(version30))
  const problems = [
    ...(await compileRoutes(routes, schemas)),
    ...(await lint(older, 'generated/openapi-3.0.json')),
    ...(await lint(jsonOnly, 'generated/openapi-json-only.json')),
  ]
  if (problems.length > 0) return { files: [], problems }
  const files = [
    { path: 'generated/types.ts', text: await printTypes(document) },
    { path: 'clients/typescript/src/generated/contract.ts', text: await printClientTypes(document) },
    { path: 'generated/routes.ts', text: printRoutes(routes, schemas) },
    { path: 'generated/connector-schemas.ts', text: printConnectorSchemas(document) },
    { path: 'generated/openapi.json', text: printJson(served) },
    { path: 'generated/openapi-3.0.json', text: older },
    { path: 'generated/openapi-json-only.json', text: jsonOnly },
  ]
  return { files, problems }
}

function printJson(document: JsonObject): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
