import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'

/** Folders whose sources are also tested through the API, with the folder of those tests. */
const testedIn: Readonly<Record<string, readonly string[]>> = {
  'src/db': ['test/catalog'],
  'src/http': ['test/catalog'],
  'src/identity': ['test/catalog', 'test/http'],
  'src/descriptions': ['test/catalog'],
  'src/introspection/runs': ['test/introspection'],
}

const testFiles = readdirSync(join(packageRoot, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join('test', name))
  .sort()

/** The direct imports of a test. Indirectly, through the helpers, each test imports everything. */
function readImports(file: string): string[] {
  const text = readFileSync(join(packageRoot, file), 'utf8')
  return [...text.matchAll(/from '(\.[^']+)'|import\('(\.[^']+)'\)/g)].map(([, name, dynamic]) =>
    relative(packageRoot, resolve(packageRoot, dirname(file), String(name ?? dynamic))),
  )
}

const imports = new Map(testFiles.map((test) => [test, readImports(test)]))

const stem = (file: string): string => basename(file).split('.', 1)[0] as string

/**
 * The tests that may notice a change of a source file, the nearest first: those with its name, those that
 * import it, those in the folder of the same name, and those in folders around it.
 */
export function nearestTests(source: string): string[] {
  const mirror = dirname(source).replace(/^src/, 'test')
  const more = Object.entries(testedIn).flatMap(([folder, tests]) =>
    source.startsWith(`${folder}/`) ? tests : [],
  )
  const rank = (test: string): number => {
    const folder = dirname(test)
    if (stem(test) === stem(source)) return 0
    if (imports.get(test)?.includes(source)) return 1
    if (stem(test).startsWith(stem(source)) || stem(source).startsWith(stem(test))) return 2
    if (folder === mirror) return 3
    if (folder.startsWith(`${mirror}/`) || mirror.startsWith(`${folder}/`)) return folder === 'test' ? 9 : 4
    return more.some((name) => folder === name) ? 5 : 9
  }
  return testFiles
    .map((test) => ({ test, rank: rank(test) }))
    .filter((one) => one.rank < 9)
    .sort((one, other) => one.rank - other.rank)
    .map(({ test }) => test)
}
