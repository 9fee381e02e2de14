import { join } from 'node:path'
import {
  cargoEnvironment,
  goEnvironment,
  type Language,
  mavenOptions,
  npmPackages,
  openapiGenerator,
  type Step,
  sourceOf,
  withGo,
  withJava,
  withNpm,
  withPython,
} from './languages.ts'
import { installPython, isInstalled } from './tools.ts'

/** The steps of a TypeScript client: those of `generate`, then checking and running the scenario. */
async function typescriptSteps(
  folder: string,
  generate: (program: (name: string) => string) => Step | Promise<Step>,
): Promise<{ steps: Step[] }> {
  const { link, program } = await npmPackages(folder)
  return { steps: [link, await generate(program), [program('tsc')], [program('tsx'), 'scenario.ts']] }
}

/** Further generators, which are tested on demand. README.md has the results. */
export const moreGenerators: readonly Language[] = [
  {
    name: 'TypeScript (openapi-generator, typescript-fetch)',
    folder: 'typescript-fetch',
    needs: 'npm, a JDK 17 or newer and Maven',
    isThere: () => withNpm.isThere() && withJava.isThere(),
    prepare: () => typescriptSteps('typescript-fetch', () => openapiGenerator('typescript-fetch')),
  },
  {
    name: 'TypeScript (Hey API)',
    folder: 'hey-api',
    ...withNpm,
    prepare: () =>
      typescriptSteps('hey-api', (program) => [
        program('openapi-ts'),
        ...['--input', './openapi.json', '--output', 'client', '--no-log-file'],
      ]),
  },
  {
    name: 'TypeScript (orval)',
    folder: 'orval',
    document: 'openapi-json-only.json',
    ...withNpm,
    prepare: () => typescriptSteps('orval', (program) => [program('orval')]),
  },
  {
    name: 'Python (datamodel-code-generator, pydantic)',
    folder: 'datamodel-code-generator',
    ...withPython,
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
    ...withGo,
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
    isThere: () => withGo.isThere() && withJava.isThere(),
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
    ...withJava,
    prepare: async () => ({ steps: [['mvn', ...mavenOptions, 'compile']] }),
  },
  {
    name: 'C# (openapi-generator)',
    folder: 'csharp',
    reach: 'generated',
    ...withJava,
    prepare: async () => ({ steps: [await openapiGenerator('csharp')] }),
  },
]
