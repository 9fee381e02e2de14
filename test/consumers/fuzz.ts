import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { routes } from '../../generated/routes.ts'
import { type Json, type JsonObject, objectOf } from '../../src/contract/generator/json.ts'
import { listOperations, parametersOf } from '../../src/contract/generator/operations.ts'
import { allows, type Permission } from '../../src/identity/permissions.ts'
import type { Role } from '../../src/identity/principal.ts'
import { packageRoot } from '../../src/package-root.ts'
import { exampleRequests } from './example-requests.ts'
import { type RunningApp, startApp } from './running-app.ts'
import { type Births, sendExample, withRealIds } from './send-examples.ts'
import { installPython, run } from './tools.ts'

const source = join(packageRoot, 'test/consumers/schemathesis')

/** Options of Schemathesis. */
export interface FuzzOptions {
  /** Generated cases for each operation, and runs of the stateful phase. */
  readonly maxExamples: number
  readonly seed: number
}

/** Installs Schemathesis. Returns the path of its program. */
export const installSchemathesis = async (): Promise<string> =>
  join(await installPython('schemathesis', source), 'schemathesis')

/**
 * Tokens in the format of Web Fuzzing Commons: for each role, and for the administrator of another
 * organization.
 */
async function tokens(app: RunningApp): Promise<string> {
  const response = await fetch(`${app.url}/api/organization`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await app.token('SYSTEM_ADMIN')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ name: 'The other organization' }),
  })
  const { id } = (await response.json()) as { id: string }
  const auth = Object.entries({
    ANALYST: await app.token('ANALYST'),
    ORGANIZATION_ADMIN: await app.token('ORGANIZATION_ADMIN'),
    SYSTEM_ADMIN: await app.token('SYSTEM_ADMIN'),
    OTHER_ORGANIZATION_ADMIN: await app.token('ORGANIZATION_ADMIN', id),
  }).map(([name, token]) => ({
    name,
    fixedHeaders: [{ name: 'Authorization', value: `Bearer ${token}` }],
  }))
  return JSON.stringify({ auth })
}

/** Runs the examples that create or put a resource. Returns the ids of the new resources. */
async function createExamples(app: RunningApp, document: JsonObject): Promise<Births> {
  const births: Births = new Map()
  const { creations, others } = exampleRequests(document)
  const puts = others.filter(({ method }) => method === 'PUT')
  for (const request of [...creations, ...puts]) await sendExample(app, request, births)
  return births
}

/**
 * Runs the creating examples. Returns the document with the real ids in its examples, so that requests based
 * on them succeed, and the ids that must not be deleted. Each deletion gets ids of its own.
 */
export async function documentOfWhatThereIs(
  app: RunningApp,
): Promise<{ document: JsonObject; kept: string[] }> {
  const text = await (await fetch(`${app.url}/openapi.json`)).text()
  const shown: JsonObject = JSON.parse(text)
  const deletions = await Promise.all(
    listOperations(shown)
      .filter(({ method }) => method === 'DELETE')
      .map(async (operation) => {
        const births = await createExamples(app, shown)
        const parameters: Json[] = JSON.parse(
          withRealIds(JSON.stringify(parametersOf(shown, operation)), births),
        )
        const deleted = exampleRequests(shown).deletions.find(
          ({ operationId }) => operationId === operation.operationId,
        )
        const others = [...births].filter(([id]) => !deleted?.url.endsWith(id)).map(([, id]) => id)
        return { path: operation.path, parameters, others }
      }),
  )
  const births = await createExamples(app, shown)
  const document: JsonObject = JSON.parse(withRealIds(text, births))
  for (const { path, parameters } of deletions) {
    objectOf(objectOf(objectOf(document.paths)[path]).delete).parameters = parameters
  }
  return { document, kept: [...births.values(), ...deletions.flatMap(({ others }) => others)] }
}

/**
 * The configuration with the given options. Walks along links need valid requests to get far, and are short.
 */
const configuration = async ({ maxExamples, seed }: FuzzOptions): Promise<string> => `seed = ${seed}
${await readFile(join(source, 'schemathesis.toml'), 'utf8')}
[phases.fuzzing.generation]
max-examples = ${maxExamples}

[phases.stateful.generation]
max-examples = ${20 * maxExamples}
mode = "positive"
`

const isSuccess = (status: number) => status >= 200 && status < 300

/** Whether a request got past validation, e.g. to a conflict of names. */
const isReached = (status: number) => isSuccess(status) || [304, 409, 412].includes(status)

/** The operations that a role could not reach although it may, and those it reached although it may not. */
function reachProblems(role: Role, { answers }: RunningApp): string[] {
  return routes.flatMap(({ operationId, permission }) => {
    const statuses = [...(answers.get(operationId) ?? [])]
    const allowed = allows(role, permission as Permission)
    if (allowed && !statuses.some(isReached))
      return [`${operationId} was never reached: it answered ${statuses}`]
    return !allowed && statuses.some(isSuccess) ? [`${operationId} succeeded, which ${role} may not`] : []
  })
}

/**
 * Runs Schemathesis as one role over every operation, with every check, on an app with the resources of the
 * examples.
 *
 * @returns whether nothing failed and every operation that the role may call was reached, and the output of
 *   Schemathesis
 */
export async function fuzz(role: Role, options: FuzzOptions) {
  const program = await installSchemathesis()
  const app = await startApp()
  const folder = await mkdtemp(join(tmpdir(), 'sourcebook-fuzz-'))
  try {
    const file = (name: string) => join(folder, name)
    const { document, kept } = await documentOfWhatThereIs(app)
    await writeFile(file('openapi.json'), JSON.stringify(document))
    await writeFile(file('schemathesis.toml'), await configuration(options))
    await writeFile(file('tokens.json'), await tokens(app))
    // The log line is written a moment after the answer.
    await sleep(500)
    app.forgetAnswers()
    const argv = [
      ...['--config-file', file('schemathesis.toml'), '--no-color', 'run', file('openapi.json')],
      ...[
        '--url',
        app.url,
        '--auth-wfc-user',
        role,
        '--continue-on-failure',
        '--generation-database',
        'none',
      ],
    ]
    const { exitCode, output } = await run(program, argv, {
      name: `schemathesis-${role}`,
      cwd: folder,
      environment: {
        SOURCEBOOK_HOOKS: join(source, 'hooks.py'),
        SOURCEBOOK_TOKENS: file('tokens.json'),
        SOURCEBOOK_KEPT_IDS: kept.join(),
      },
    })
    const problems = reachProblems(role, app)
    return { passed: exitCode === 0 && problems.length === 0, output: [output, ...problems].join('\n') }
  } finally {
    await app.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
