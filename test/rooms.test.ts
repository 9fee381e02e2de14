import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import t from 'tap'
import { packageRoot } from '../src/package-root.ts'

const sources = join(packageRoot, 'src')

/** The rooms from the lowest to the highest: each knows only those before it. `app.ts` and the process are above all. */
const floors = [
  'values',
  'processes',
  'db',
  'contract',
  'identity',
  'http',
  'descriptions',
  'catalog',
  'tracing',
  'introspection',
  'backup',
  'instance',
  'connect',
  'demo',
  'commands',
]

/** A file of `src` by its path, with the paths of what it imports there. */
interface Source {
  path: string
  imports: string[]
}

const roomOf = (path: string): string | undefined => (path.includes('/') ? path.split('/')[0] : undefined)

const importsOf = (path: string, text: string): string[] =>
  [...text.matchAll(/(?:from|import\()\s*'(\.[^']+\.ts)'/g)]
    .map(([, specifier]) => normalize(join(dirname(path), String(specifier))))
    .filter((target) => !target.startsWith('..'))

/** Imports from a lower room to a higher one. */
const climbingImports = (files: readonly Source[]): string[] =>
  files.flatMap(({ path, imports }) =>
    imports
      .filter((target) => {
        const [from, to] = [roomOf(path), roomOf(target)]
        return from && to && floors.indexOf(to) > floors.indexOf(from)
      })
      .map((target) => `${path} imports ${target}`),
  )

/** One circle of imports; undefined when there is none. */
function circleIn(files: readonly Source[]): string[] | undefined {
  const importsBy = new Map(files.map(({ path, imports }) => [path, imports]))
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (done.has(path)) return undefined
    done.add(path)
    for (const target of importsBy.get(path) ?? []) {
      const circle = visit(target, [...trail, path])
      if (circle) return circle
    }
    return undefined
  }
  for (const path of importsBy.keys()) {
    const circle = visit(path, [])
    if (circle) return circle
  }
  return undefined
}

t.test('rooms know only the rooms below them', async (t) => {
  const names = (await readdir(sources, { recursive: true })).filter((name) => name.endsWith('.ts'))
  const files = await Promise.all(
    names.map(async (path) => ({
      path,
      imports: importsOf(path, await readFile(join(sources, path), 'utf8')),
    })),
  )
  t.strictSame([...new Set(names.map(roomOf))].filter(Boolean).sort(), [...floors].sort())
  t.strictSame(climbingImports(files), [])
  t.equal(circleIn(files), undefined)
  const speakHttp = files.filter(
    ({ path, imports }) =>
      path.endsWith('repository.ts') && imports.some((target) => target.startsWith('http/')),
  )
  t.strictSame(
    speakHttp.map(({ path }) => path),
    [],
    'repositories know no HTTP',
  )
})

t.test('an import that climbs and a circle are found', (t) => {
  const files = [
    { path: 'db/one.ts', imports: ['http/two.ts'] },
    { path: 'http/two.ts', imports: ['db/three.ts'] },
    { path: 'db/three.ts', imports: ['db/one.ts'] },
  ]
  t.strictSame(climbingImports(files), ['db/one.ts imports http/two.ts'])
  t.strictSame(circleIn(files), ['db/one.ts', 'http/two.ts', 'db/three.ts', 'db/one.ts'])
  t.end()
})
