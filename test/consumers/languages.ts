import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'
import { installNpm, installOnce, installPython, isInstalled, runOrThrow, toolsFolder } from './tools.ts'

/** A step of building a client: a program and its arguments. */
export type Step = readonly [program: string, ...argv: string[]]

/** How a client in one language is generated from the contract, compiled, and tested. */
export interface Language {
  readonly name: string
  /** The folder in test/consumers with the scenario and the pinned versions, if any. */
  readonly folder: string
  /** The form of the contract for the generator; `openapi.json` by default. */
  readonly document?: ContractForm
  /** How far it is tested; by default it also runs a scenario. */
  readonly reach?: 'generated' | 'compiled'
  /** Required programs, as text for a person. */
  readonly needs: string
  isThere(): boolean
  /**
   * Installs the pinned tools. Returns the steps, which run in a copy of the folder that contains the
   * document.
   */
  prepare(): Promise<{ steps: readonly Step[]; environment?: Record<string, string> }>
}

export const sourceOf = (folder: string) => join(packageRoot, 'test/consumers', folder)

/** The requirements of clients in these languages. */
export const withNpm = { needs: 'npm', isThere: () => isInstalled('npm', '--version') }
export const withGo = { needs: 'Go 1.25 or newer', isThere: () => isInstalled('go', 'version') }
/** Also those of openapi-generator, which is written in Java and comes from Maven. */
export const withJava = {
  needs: 'a JDK 17 or newer and Maven',
  isThere: () => isInstalled('javac', '-version') && isInstalled('mvn', '--version'),
}
export const withPython = {
  needs: 'Python 3.11 or newer with pip and venv',
  isThere: () => isInstalled('python3', '-c', 'import sys, venv, pip; sys.exit(sys.version_info < (3, 11))'),
}

/**
 * Installs the npm packages in the lock file of a folder.
 *
 * @returns their folder, the step that links them into the copy of the folder, and the path of one of their
 *   programs
 */
export async function npmPackages(
  folder: string,
): Promise<{ link: Step; program: (name: string) => string }> {
  const modules = join(await installNpm(folder, sourceOf(folder)), 'node_modules')
  return {
    link: ['ln', '-sfn', modules, 'node_modules'],
    program: (name) => join(modules, '.bin', name),
  }
}

/** The step in which openapi-generator generates a client, by default in the folder `client`. */
export async function openapiGenerator(generator: string, ...options: readonly string[]): Promise<Step> {
  const version = await readFile(join(sourceOf('openapi-generator'), 'version'), 'utf8')
  const jar = join(await installOpenapiGenerator(), `openapi-generator-cli-${version.trim()}.jar`)
  const input = ['--input-spec', 'openapi.json', '--output', 'client']
  return ['java', '-jar', jar, 'generate', '--generator-name', generator, ...input, ...options]
}

const installOpenapiGenerator = () =>
  installOnce('openapi-generator', [join(sourceOf('openapi-generator'), 'version')], async (target) => {
    const version = (await readFile(join(target, 'version'), 'utf8')).trim()
    await runOrThrow(
      'mvn',
      [
        ...mavenOptions,
        'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy',
        `-Dartifact=org.openapitools:openapi-generator-cli:${version}`,
        `-DoutputDirectory=${target}`,
      ],
      { name: 'install-openapi-generator', cwd: target },
    )
  })

/** Options of Maven for short output, and for downloads to `.tools/`. */
export const mavenOptions = [
  ...['--quiet', '--batch-mode', '--no-transfer-progress'],
  `-Dmaven.repo.local=${join(toolsFolder, 'maven')}`,
]

/** The environment of Go, so that its downloads and caches are in `.tools/`. */
export const goEnvironment = {
  GOPATH: join(toolsFolder, 'go'),
  GOCACHE: join(toolsFolder, 'go-build'),
  GOFLAGS: '-modcacherw -mod=mod -buildvcs=false',
}

/**
 * The environment of Cargo. Compiled code is kept; the configuration of the user says where downloads are.
 */
export const cargoEnvironment = (folder: string) => ({ CARGO_TARGET_DIR: join(toolsFolder, 'cargo', folder) })

/**
 * The languages whose generated clients CI tests. Each generator reads OpenAPI 3.1 at least as well as 3.0.
 */
export const languages: readonly Language[] = [
  {
    name: 'TypeScript (openapi-typescript, openapi-fetch)',
    folder: 'typescript',
    ...withNpm,
    prepare: async () => {
      const { link, program } = await npmPackages('typescript')
      return {
        steps: [
          link,
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
    name: 'Python (openapi-python-client)',
    folder: 'python',
    ...withPython,
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
    ...withGo,
    prepare: async () => ({
      environment: goEnvironment,
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
    ...withJava,
    prepare: async () => ({ steps: [['mvn', ...mavenOptions, 'compile', 'exec:java']] }),
  },
  {
    name: 'Rust (openapi-generator)',
    folder: 'rust',
    needs: 'Rust 1.88 or newer, a JDK 17 or newer and Maven',
    isThere: () => isInstalled('cargo', '--version') && withJava.isThere(),
    prepare: async () => ({
      environment: cargoEnvironment('rust'),
      steps: [await openapiGenerator('rust'), ['cargo', 'run', '--quiet', '--locked']],
    }),
  },
]

/** A form in which the application serves the contract, by its path. */
export type ContractForm = 'openapi.json' | 'openapi-3.0.json' | 'openapi-json-only.json'

/**
 * Generates the client of a language from its form of the document, compiles it unchanged, and runs the
 * scenario with it, as far as the language is tested.
 *
 * @param app the application that serves the documents, with the `environment` for the scenario
 * @returns what was done, in words
 * @throws Error with the output of the step that failed
 */
export async function tryLanguage(
  { folder, document = 'openapi.json', reach, prepare }: Language,
  app: { url: string; environment: Record<string, string> },
): Promise<string> {
  const work = join(toolsFolder, 'clients', folder)
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true })
  if (existsSync(sourceOf(folder))) await cp(sourceOf(folder), work, { recursive: true })
  await writeFile(join(work, document), await (await fetch(`${app.url}/${document}`)).text())
  const prepared = await prepare()
  let output = ''
  for (const [program, ...argv] of prepared.steps) {
    output = await runOrThrow(program, argv, {
      name: `client-${folder}`,
      cwd: work,
      environment: { ...prepared.environment, ...app.environment },
    })
  }
  if (reach !== undefined) return `${reach} from ${document}`
  if (!output.includes('the scenario is complete')) throw new Error(`the scenario did not end:\n${output}`)
  return `generated from ${document}, compiled, and the scenario is complete`
}
