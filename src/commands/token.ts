import { parseArgs } from 'node:util'
import { ConfigurationError, type Environment, loadConfig } from '../config.ts'
import { DEMO_ORGANIZATION_ID } from '../identity/demo.ts'
import { completeConfig } from '../identity/development-secrets.ts'
import { isRole, type Principal, principalFromClaims } from '../identity/principal.ts'
import { issueToken } from '../identity/tokens.ts'
import { type CommandResult, runWhenProgram, wrongArguments } from './run-command.ts'

const usage = `Usage: npm run --silent token -- --role ROLE [options]

Prints a bearer token for the instance with the same DATA_DIR or JWT_SECRET.

  --role ROLE          ANALYST, ORGANIZATION_ADMIN or SYSTEM_ADMIN
  --organization UUID  default: the demo organization, where there is one; for a SYSTEM_ADMIN, none
  --expires DURATION   such as 90s, 15m, 1h or 30d; default: 1h
  --subject NAME       the subject of the token; default: command-line
`

/**
 * Prints only a bearer token on stdout. Exit code 2: invalid arguments, with the usage on stderr; 1: this
 * instance has no secret to sign with, or its configuration is invalid.
 */
export async function main(argv: readonly string[], environment: Environment): Promise<CommandResult> {
  let request: TokenRequest
  try {
    request = readArguments(argv)
  } catch (error) {
    return wrongArguments((error as Error).message, usage)
  }
  try {
    const token = await makeToken(request, environment)
    return { exitCode: 0, stdout: `${token}\n`, stderr: '' }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return { exitCode: 1, stdout: '', stderr: `${error.message}\n` }
  }
}

/** The principal of a token, and its lifetime. */
export interface TokenRequest {
  principal: Principal
  lifetimeSeconds: number
  /** Whether the demo organization was chosen because the arguments name no organization. */
  isForDemo: boolean
}

/** @throws Error with a message about invalid arguments */
function readArguments(argv: readonly string[]): TokenRequest {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      role: { type: 'string', default: '' },
      organization: { type: 'string' },
      expires: { type: 'string', default: '1h' },
      subject: { type: 'string', default: 'command-line' },
    },
  })
  const { role, organization, expires, subject } = values
  if (!isRole(role)) throw new Error('--role must be ANALYST, ORGANIZATION_ADMIN or SYSTEM_ADMIN.')
  const defaultOrganization = role === 'SYSTEM_ADMIN' ? undefined : DEMO_ORGANIZATION_ID
  // Reads the claims as the server does, so that it never prints a token that the server refuses.
  const principal = principalFromClaims({
    sub: subject,
    role,
    organization_id: organization ?? defaultOrganization,
  })
  const isForDemo = organization === undefined && principal.organizationId !== undefined
  return { principal, lifetimeSeconds: secondsOf(expires), isForDemo }
}

const secondsOfUnit: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

function secondsOf(duration: string): number {
  const [, count, unit] = /^([1-9]\d{0,8})([smhd])$/.exec(duration) ?? []
  const seconds = Number(count) * (secondsOfUnit[String(unit)] ?? Number.NaN)
  if (Number.isNaN(seconds)) throw new Error('--expires must be a duration such as 90s, 15m, 1h or 30d.')
  return seconds
}

/**
 * Creates a token that an instance with this environment accepts.
 *
 * @throws ConfigurationError when there is no secret to sign with, or the configuration is invalid
 */
export async function makeToken(
  { principal, lifetimeSeconds, isForDemo }: TokenRequest,
  environment: Environment,
): Promise<string> {
  const config = await completeConfig(loadConfig(environment))
  const { JWT_SECRET, DEMO } = config
  if (isForDemo && !DEMO) {
    throw new ConfigurationError([
      'DEMO is false, so there is no demo organization: name another one with --organization UUID; npm run setup creates the first one and lists those that exist',
    ])
  }
  if (JWT_SECRET === undefined) {
    throw new ConfigurationError([
      'JWT_SECRET is not set: this instance only accepts the tokens of its identity provider (JWKS_URL), so get one there',
    ])
  }
  return issueToken({ ...config, JWT_SECRET }, principal, lifetimeSeconds)
}

await runWhenProgram(import.meta.url, usage, main)
