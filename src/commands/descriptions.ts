import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import type { Environment } from '../config.ts'
import { type CommandResult, runWhenProgram, wrongArguments } from './run-command.ts'

const usage = `Usage: npm run --silent descriptions -- export --source UUID [--layer LAYER] [--database UUID] [--output FILE]
       npm run --silent descriptions -- plan FILE
       npm run --silent descriptions -- apply FILE --plan HASH

Edits descriptions in a file: export it, edit it, plan it, and apply the hash of the plan.

  --source UUID   the integration source; for plan and apply it is in the file
  --layer LAYER   the texts to edit: manual_edit (default), imported, information_schema or ai_generated
  --database UUID export only one database
  --output FILE   the file for an export; default: standard output
  --plan HASH     the plan to apply
  --url URL       the server; default: SOURCEBOOK_URL, or http://127.0.0.1:3000
  --token TOKEN   a bearer token; default: SOURCEBOOK_TOKEN

Exit codes: 0 done, or nothing to change; 1 refused or failed; 2 wrong arguments; 3 the plan has changes.
`

interface Request {
  action: 'export' | 'plan' | 'apply'
  file: string
  source: string | undefined
  plan: string
  output: string | undefined
  url: URL
  token: string
  query: Record<string, string>
}

/** @throws Error with a message about invalid arguments */
function readArguments(argv: readonly string[], environment: Environment): Request {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      source: { type: 'string' },
      layer: { type: 'string' },
      database: { type: 'string' },
      output: { type: 'string' },
      plan: { type: 'string', default: '' },
      url: { type: 'string', default: environment.SOURCEBOOK_URL || 'http://127.0.0.1:3000' },
      token: { type: 'string', default: environment.SOURCEBOOK_TOKEN ?? '' },
    },
  })
  const [action, file = '', ...rest] = positionals
  const { source, layer, database, output, plan, url, token } = values
  if (action !== 'export' && action !== 'plan' && action !== 'apply') {
    throw new Error('Name an action: export, plan or apply.')
  }
  if (rest.length > 0 || (action === 'export') !== (file === '')) {
    throw new Error(action === 'export' ? 'export takes no file; see --output.' : `${action} takes one file.`)
  }
  if (action === 'export' && source === undefined) throw new Error('--source must name the source to export.')
  if (action === 'apply' && plan === '') throw new Error('--plan must be the hash that plan has shown.')
  if (token === '') throw new Error('--token or SOURCEBOOK_TOKEN must be a bearer token.')
  const query = { ...(layer && { description_source: layer }), ...(database && { database_id: database }) }
  return { action, file, source, plan, output, url: new URL(url), token, query }
}

/** The source that a file names; a file without one needs --source. */
function sourceOf({ source }: Request, text: string): string {
  const named = source ?? /^integration_source_id: *["']?([0-9a-fA-F-]{36})/m.exec(text)?.[1]
  if (named === undefined) throw new Error('The file has no integration_source_id; give --source.')
  return encodeURIComponent(named)
}

interface Problem {
  title?: string
  detail?: string
  errors?: { pointer: string; msg: string; line?: number }[]
}

async function send(
  { url, token }: Request,
  path: string,
  query: Record<string, string>,
  body?: string,
): Promise<Response> {
  const target = new URL(`/api/integration-sources/${path}?${new URLSearchParams(query)}`, url)
  const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/yaml' }) }
  const response = await fetch(target, {
    headers,
    ...(body !== undefined && { method: 'POST', body }),
  }).catch((error: Error) => {
    const cause = ((error.cause ?? error) as Error).message
    throw new Error(`${url.origin} does not answer: ${cause}`)
  })
  if (response.ok) return response
  const { title, detail, errors = [] } = (await response.json().catch(() => ({}))) as Problem
  const lines = errors.map(
    ({ pointer, msg, line }) => `\n  ${line === undefined ? '' : `line ${line}: `}${pointer}: ${msg}`,
  )
  throw new Error(`${response.status} ${title ?? 'The server refused'}. ${detail ?? ''}${lines.join('')}`)
}

async function exported(request: Request): Promise<CommandResult> {
  const { source, output, query } = request
  const response = await send(request, `${encodeURIComponent(String(source))}/descriptions/export`, query)
  if (output === undefined) return { exitCode: 0, stdout: await response.text(), stderr: '' }
  await pipeline(Readable.fromWeb(response.body as never), createWriteStream(output))
  const stdout = `Wrote ${output}. Edit it, then: npm run --silent descriptions -- plan ${output}\n`
  return { exitCode: 0, stdout, stderr: '' }
}

interface PlanBody {
  hash: string
  added: number
  changed: number
  removed: number
  unchanged: number
  not_found: number
  shadowed: number
  outcome: string
  diff: string
  missing: { kind: string; path: string[]; line?: number }[]
}

const countsOf = ({ added, changed, removed, unchanged }: PlanBody) =>
  `${added} to add, ${changed} to change, ${removed} to remove, ${unchanged} unchanged`

async function planned(request: Request, text: string): Promise<CommandResult> {
  const { file } = request
  const response = await send(request, `${sourceOf(request, text)}/descriptions/plan`, {}, text)
  const plan = (await response.json()) as PlanBody
  const warnings = plan.missing.map(
    ({ kind, path, line }) => `${file}:${line}: the catalog has no ${kind} ${path.join('.')}\n`,
  )
  const hasChanges = plan.added + plan.changed + plan.removed > 0
  const next = hasChanges
    ? `\nTo make these changes: npm run --silent descriptions -- apply ${file} --plan ${plan.hash}\n`
    : ''
  return {
    exitCode: hasChanges ? 3 : 0,
    stdout: `${plan.diff}${plan.diff && '\n'}${countsOf(plan)}.\n${next}`,
    stderr: warnings.join(''),
  }
}

async function applied(request: Request, text: string): Promise<CommandResult> {
  const query = { plan_hash: request.plan }
  const response = await send(request, `${sourceOf(request, text)}/descriptions/apply`, query, text)
  const { outcome, added, changed, removed, shadowed } = (await response.json()) as PlanBody
  if (outcome === 'nothing_to_do') {
    return { exitCode: 0, stdout: 'Nothing to do: the catalog already has these descriptions.\n', stderr: '' }
  }
  const note = shadowed > 0 ? ` A higher layer wins over ${shadowed} of them.` : ''
  return {
    exitCode: 0,
    stdout: `Applied: ${added} added, ${changed} changed, ${removed} removed.${note}\n`,
    stderr: '',
  }
}

/**
 * Exports, plans and applies descriptions through the API of a running server. Exit code 0: done, or nothing
 * to change; 1: refused or failed, with the reason on stderr; 2: invalid arguments, with the usage; 3: the
 * plan has changes.
 */
export async function main(argv: readonly string[], environment: Environment): Promise<CommandResult> {
  let request: Request
  try {
    request = readArguments(argv, environment)
  } catch (error) {
    return wrongArguments((error as Error).message, usage)
  }
  try {
    if (request.action === 'export') return await exported(request)
    const text = await readFile(request.file, 'utf8')
    return await (request.action === 'plan' ? planned : applied)(request, text)
  } catch (error) {
    return { exitCode: 1, stdout: '', stderr: `${(error as Error).message}\n` }
  }
}

await runWhenProgram(import.meta.url, usage, main)
