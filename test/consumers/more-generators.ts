import { join } from 'node:path'
import {
  cargoEnvironment,
  goEnvironment,
  isJavaThere,
  type Language,
  mavenOptions,
  openapiGenerator,
  type Step,
  sourceOf,
} from './languages.ts'
import { installNpm, installPython, isInstalled } from './tools.ts'

/** The steps that check and run a scenario in TypeScript, with what the lock file of its folder pins. */
async function typescriptSteps(
  folder: string,
): Promise<{ before: Step[]; program: (name: string) => string; after: Step[] }> {
  const modules = join(await installNpm(folder, sourceOf(folder)), 'node_modules')
  const program = (name: string) => join(modules, '.bin', name)
  return {
    before: [['ln', '-sfn', modules, 'node_modules']],
    program,
    after: [[program('tsc')], [program('tsx'), 'scenario.ts']],
  }
}

/** Further generators, which are tried on demand. README.md has what came of it. */
export const moreGenerators: readonly Language[] = [
  {
    name: 'TypeScript (openapi-generator, typescript-fetch)',
    folder: 'typescript-fetch',
    needs: 'npm, a JDK 17 or newer and Maven',
    isThere: () => isInstalled('npm', '--version') && isJavaThere(),
    prepare: async () => {
      const { before, after } = await typescriptSteps('typescript-fetch')
      return { steps: [...before, await openapiGenerator('typescript-fetch'), ...after] }
    },
  },
  {
    name: 'TypeScript (Hey API)',
    folder: 'hey-api',
    needs: 'npm',
    isThere: () => isInstalled('npm', '--version'),
    prepare: async () => {
      const { before, program, after } = await typescriptSteps('hey-api')
      const generate: Step = [
        program('openapi-ts'),
        '--input',
        './openapi.json',
        '--output',
        'client',
        '--no-log-file',
      ]
      return { steps: [...before, generate, ...after] }
    },
  },
  {
    name: 'TypeScript (orval)',
    folder: 'orval',
    document: 'openapi-json-only.json',
    needs: 'npm',
    isThere: () => isInstalled('npm', '--version'),
    prepare: async () => {
      const { before, program, after } = await typescriptSteps('orval')
      return { steps: [...before, [program('orval')], ...after] }
    },
  },
  {
    name: 'Python (datamodel-code-generator, pydantic)',
    folder: 'datamodel-code-generator',
    needs: 'Python 3.11 or newer with pip and venv',
    isThere: () =>
      isInstalled('python3', '-c', 'import sys, venv, pip; sys.exit(sys.version_info < (3, 11))'),
    prepare: async () => {
      const programs = await installPython('datamodel-code-generator', sourceOf('datamodel-code-generator'))
      const output = ['--output-model-type', 'pydantic_v2.BaseModel', '--output', 'models.py']
      return {
        steps: [
          [join(programs, 'datamodel-codegen'), '--input', 'openapi.json', ...output],
          [join(programs, 'python'), 'scenario.py'],
        ],
      }
    },
  },
  {
    name: 'Go (ogen)',
    folder: 'ogen',
    document: 'openapi-json-only.json',
    needs: 'Go 1.25 or newer',
    isThere: () => isInstalled('go', 'version'),
    prepare: async () => ({
      environment: goEnvironment,
      steps: [
        ['go', 'tool', 'ogen', '--target', 'client', '--package', 'client', 'openapi-json-only.json'],
        ['go', 'vet', '.'],
        ['go', 'run', '.'],
      ],
    }),
  },
  {
    name: 'Go (openapi-generator)',
    folder: 'openapi-generator-go',
    reach: 'compiled',
    needs: 'Go 1.25 or newer, a JDK 17 or newer and Maven',
    isThere: () => isInstalled('go', 'version') && isJavaThere(),
    prepare: async () => ({
      environment: goEnvironment,
      steps: [
        await openapiGenerator('go', '--additional-properties', 'enumClassPrefix=true,withGoMod=false'),
        ['go', 'vet', './client'],
      ],
    }),
  },
  {
    name: 'Rust (progenitor)',
    folder: 'progenitor',
    document: 'openapi-json-only.json',
    needs: 'Rust 1.88 or newer',
    isThere: () => isInstalled('cargo', '--version'),
    prepare: async () => ({
      environment: cargoEnvironment('progenitor'),
      steps: [['cargo', 'run', '--quiet', '--locked']],
    }),
  },
  {
    name: 'Kotlin (openapi-generator)',
    folder: 'kotlin',
    reach: 'compiled',
    needs: 'a JDK 17 or newer and Maven',
    isThere: isJavaThere,
    prepare: async () => ({ steps: [['mvn', ...mavenOptions, 'compile']] }),
  },
  {
    name: 'C# (openapi-generator)',
    folder: 'csharp',
    reach: 'generated',
    needs: 'a JDK 17 or newer and Maven',
    isThere: isJavaThere,
    prepare: async () => ({ steps: [await openapiGenerator('csharp')] }),
  },
]
