import { cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'
import { installNpm, installPython, isInstalled, runOrThrow, toolsFolder } from './tools.ts'

/** A step of making a client: a program and its arguments. */
type Step = readonly [program: string, ...argv: string[]]

/** How a client of one language is made of the contract, compiled, and tried. */
export interface Language {
  readonly name: string
  /** The folder in test/consumers that has the scenario and the pinned versions. */
  readonly folder: string
  /** What must be on this machine, as a person would say it. */
  readonly needs: string
  isThere(): boolean
  /** Installs what is pinned. Returns the steps, which run in a copy of the folder that has `openapi.json` in it. */
  prepare(): Promise<{ steps: readonly Step[]; environment?: Record<string, string> }>
}

const sourceOf = (folder: string) => join(packageRoot, 'test/consumers', folder)

/** The languages whose generated clients are tried. Each generator reads OpenAPI 3.1 as well as 3.0 or better. */
export const languages: readonly Language[] = [
  {
    name: 'TypeScript (openapi-typescript, openapi-fetch)',
    folder: 'typescript',
    needs: 'npm',
    isThere: () => isInstalled('npm', '--version'),
    prepare: async () => {
      const modules = join(await installNpm('typescript', sourceOf('typescript')), 'node_modules')
      const program = (name: string) => join(modules, '.bin', name)
      return {
        steps: [
          ['ln', '-sfn', modules, 'node_modules'],
          [
            program('openapi-typescript'),
            'openapi.json',
            '--output',
            'contract.d.ts',
            '--default-non-nullable=false',
          ],
          [program('tsc')],
          [process.execPath, 'built/scenario.js'],
        ],
      }
    },
  },
  {
    name: 'TypeScript (sourcebook/client, as npm gives it)',
    folder: 'sourcebook-client',
    needs: 'npm',
    isThere: () => isInstalled('npm', '--version'),
    prepare: async () => {
      const modules = join(await installNpm('typescript', sourceOf('typescript')), 'node_modules')
      return {
        steps: [
          ['ln', '-sfn', packageRoot, join(modules, 'sourcebook')],
          ['ln', '-sfn', modules, 'node_modules'],
          [join(modules, '.bin/tsc')],
          [process.execPath, 'built/scenario.js'],
        ],
      }
    },
  },
  {
    name: 'Python (openapi-python-client)',
    folder: 'python',
    needs: 'Python 3.11 or newer with pip and venv',
    isThere: () =>
      isInstalled('python3', '-c', 'import sys, venv, pip; sys.exit(sys.version_info < (3, 11))'),
    prepare: async () => {
      const programs = await installPython('python', sourceOf('python'))
      const generate = ['generate', '--path', 'openapi.json', '--config', 'generator.yaml']
      return {
        steps: [
          [
            join(programs, 'openapi-python-client'),
            ...generate,
            '--output-path',
            'sourcebook_client',
            '--overwrite',
            '--meta',
            'none',
          ],
          [join(programs, 'mypy'), '--strict', '--no-warn-redundant-casts', 'scenario.py'],
          [join(programs, 'python'), 'scenario.py'],
        ],
      }
    },
  },
  {
    name: 'Go (oapi-codegen)',
    folder: 'go',
    needs: 'Go 1.25 or newer',
    isThere: () => isInstalled('go', 'version'),
    prepare: async () => ({
      environment: {
        GOPATH: join(toolsFolder, 'go'),
        GOCACHE: join(toolsFolder, 'go-build'),
        GOFLAGS: '-modcacherw -mod=mod -buildvcs=false',
      },
      steps: [
        ['mkdir', '-p', 'client'],
        ['go', 'tool', 'oapi-codegen', '-config', 'generator.yaml', 'openapi.json'],
        ['go', 'vet', './...'],
        ['go', 'run', '.'],
      ],
    }),
  },
  {
    name: 'Java (openapi-generator)',
    folder: 'java',
    needs: 'a JDK 17 or newer and Maven',
    isThere: () => isInstalled('javac', '-version') && isInstalled('mvn', '--version'),
    prepare: async () => ({
      steps: [
        [
          ...(['mvn', '--quiet', '--batch-mode', '--no-transfer-progress'] as const),
          ...[`-Dmaven.repo.local=${join(toolsFolder, 'maven')}`, 'compile', 'exec:java'],
        ],
      ],
    }),
  },
]

/**
 * Makes the client of a language from the document, compiles it without a change, and runs the scenario with it.
 *
 * @param contract the text of the document
 * @throws Error with everything that was printed by the step that failed
 */
export async function tryLanguage(
  { folder, prepare }: Language,
  contract: string,
  environment: Record<string, string>,
): Promise<void> {
  const work = join(toolsFolder, 'clients', folder)
  await rm(work, { recursive: true, force: true })
  await cp(sourceOf(folder), work, { recursive: true })
  await writeFile(join(work, 'openapi.json'), contract)
  const prepared = await prepare()
  let output = ''
  for (const [program, ...argv] of prepared.steps) {
    output = await runOrThrow(program, argv, {
      name: `client-${folder}`,
      cwd: work,
      environment: { ...prepared.environment, ...environment },
    })
  }
  if (!output.includes('the scenario is complete')) throw new Error(`the scenario did not end:\n${output}`)
}
