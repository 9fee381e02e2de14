import { type Environment, loadConfig } from '../config.ts'
import { DEMO_ORGANIZATION_ID } from '../identity/demo.ts'
import { createInstanceClient, type InstanceClient } from '../instance/client.ts'
import { makeToken } from './token.ts'

/** The options of every command that calls a running instance, for `parseArgs`. */
export const instanceOptions = { url: { type: 'string' }, token: { type: 'string' } } as const

/** Their part of a usage text. */
export const instanceUsage = `--url URL      the server; default: SOURCEBOOK_URL, else where \`npm start\` listens: http://127.0.0.1:3000
  --token TOKEN  default: SOURCEBOOK_TOKEN, else one for the demo organization, as from \`npm run token\``

/** The instance that a command calls, and its token; `openInstance` finds defaults for undefined ones. */
export interface InstanceChoice {
  readonly url: string | undefined
  readonly token: string | undefined
}

/**
 * Reads the choice from options and environment; an empty variable counts as unset.
 *
 * @throws Error with a message about invalid arguments
 */
export function readInstanceOptions(
  values: { url?: string; token?: string },
  environment: Environment,
): InstanceChoice {
  const url = values.url ?? (environment.SOURCEBOOK_URL || undefined)
  const token = values.token ?? (environment.SOURCEBOOK_TOKEN || undefined)
  if (url !== undefined && !/^https?:\/\/[^/]/.test(url)) {
    throw new Error('--url must be a URL such as http://127.0.0.1:3000.')
  }
  // Checked here, since a token that a header cannot contain would fail only when it is sent.
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new Error('--token must be a bearer token, without spaces.')
  }
  return { url, token }
}

/** An instance that a command calls. */
export interface Instance {
  /** Without a trailing slash. */
  readonly url: string
  readonly client: InstanceClient
}

/**
 * Opens the chosen instance. The defaults are the instance that `npm start` starts with this environment, and
 * a token of an administrator of the demo organization that is valid for an hour.
 *
 * @param subject the subject of that token
 * @throws ConfigurationError when there is no secret to sign a token with, or the configuration is invalid
 */
export async function openInstance(
  choice: InstanceChoice,
  subject: string,
  environment: Environment,
): Promise<Instance> {
  const url = choice.url ?? `http://127.0.0.1:${loadConfig(environment).PORT}`
  const token =
    choice.token ??
    (await makeToken(
      {
        principal: {
          subject,
          organizationId: DEMO_ORGANIZATION_ID,
          role: 'ORGANIZATION_ADMIN',
          kind: 'person',
        },
        lifetimeSeconds: 3600,
        isForDemo: true,
      },
      environment,
    ))
  return { url: url.replace(/\/+$/, ''), client: createInstanceClient(url, token) }
}
