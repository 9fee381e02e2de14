import { parseArgs } from 'node:util'
import { ConfigurationError, type Environment, loadConfig } from '../config.ts'
import { DEMO_ORGANIZATION_ID } from '../identity/demo.ts'
import { completeConfig } from '../identity/development-secrets.ts'
import { isRole, type Principal, principalFromClaims } from '../identity/principal.ts'
import { issueToken } from '../identity/tokens.ts'
import { type CommandResult, runWhenProgram, wrongArguments } from './run-command.ts'

const usage = `Usage: npm run --silent token -- --role ROLE [options]

Prints a bearer token for the instance whose DATA_DIR or JWT_SECRET it sees.

  --role ROLE          ANALYST, ORGANIZATION_ADMIN or SYSTEM_ADMIN
  --organization UUID  default: the demo organization, where there is one; for a SYSTEM_ADMIN, none
  --expires DURATION   such as 90s, 15m, 1h or 30d; default: 1h
  --subject NAME       who the token stands for; default: command-line
`

/**
 * Prints a bearer token on stdout and nothing else. Exit code 2: wrong arguments, with the usage on stderr;
 * 1: this instance has no secret to sign with, or its configuration is wrong.
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

/** Whom a token stands for, and for how long. */
export interface TokenRequest {
  principal: Principal
  lifetimeSeconds: number
  /** Whether the organization is that of the demo because no other one was named. */
  isForDemo: boolean
}

/** Throws an Error that says what is wrong with the arguments. */
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
  const usualOrganization = role === 'SYSTEM_ADMIN' ? undefined : DEMO_ORGANIZATION_ID
  // The claims are read as the server will, so that no token is printed that it would refuse.
  const principal = principalFromClaims({
    sub: subject,
    role,
    organization_id: organization ?? usualOrganization,
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
 * Makes a token that an instance with this environment accepts.
 *
 * @throws ConfigurationError when it has no secret to sign with, or its configuration is wrong
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
