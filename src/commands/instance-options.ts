import { type Environment, loadConfig } from '../config.ts'
import { DEMO_ORGANIZATION_ID } from '../identity/demo.ts'
import { createInstanceClient, type InstanceClient } from '../instance/client.ts'
import { makeToken } from './token.ts'

/** The options of every command that calls a running instance, as `parseArgs` takes them. */
export const instanceOptions = { url: { type: 'string' }, token: { type: 'string' } } as const

/** Their part of a usage text. */
export const instanceUsage = `--url URL      the server; default: SOURCEBOOK_URL, else where \`npm start\` listens: http://127.0.0.1:3000
  --token TOKEN  default: SOURCEBOOK_TOKEN, else one for the demo organization as \`npm run token\` makes it`

/** Which instance a command calls, and as whom; what is undefined is found out by `openInstance`. */
export interface InstanceChoice {
  readonly url: string | undefined
  readonly token: string | undefined
}

/**
 * The choice that options and environment make; an empty variable is none.
 *
 * @throws Error, which says what is wrong with the arguments
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
  // What HTTP cannot send in a header would only fail when it is sent.
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new Error('--token must be a bearer token, without spaces.')
  }
  return { url, token }
}

/** An instance that a command calls. */
export interface Instance {
  /** Without a slash at its end. */
  readonly url: string
  readonly client: InstanceClient
}

/**
 * Opens the chosen instance: where nothing was chosen, the one that `npm start` starts with this environment, as an
 * administrator of the demo organization for an hour.
 *
 * @param subject who the made token stands for
 * @throws ConfigurationError when there is no secret to make a token with, or the configuration is wrong
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
