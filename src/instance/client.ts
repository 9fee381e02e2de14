/** An instance failed or refused a request; the message is for the person who runs the command. */
export class InstanceError extends Error {}

/** A client of a running instance. It uses only the public API. */
export interface InstanceClient {
  /** Reads every item of a list. */
  list<Item>(path: string): Promise<Item[]>
  read<Item>(path: string): Promise<Item>
  /** Sends JSON, or NDJSON when the body is text. */
  send<Answer>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<Answer>
}

interface Problem {
  title?: string
  detail?: string
  code?: string
}

const advice: Record<number, string> = {
  401: 'Take a token of this instance: it is made by `npm run token` from the same DATA_DIR or JWT_SECRET, or given by --token.',
  403: 'It needs the role ORGANIZATION_ADMIN.',
}

/**
 * The reason in an error response.
 *
 * @throws InstanceError when the response is not from Sourcebook
 */
async function problemOf(response: Response): Promise<string> {
  const type = String(response.headers.get('content-type'))
  if (!type.startsWith('application/problem+json')) {
    const { origin } = new URL(response.url)
    throw new InstanceError(`What answers at ${origin} is not Sourcebook: ${response.status} ${type}.`)
  }
  const { detail, title, code } = (await response.json()) as Problem
  return `${[title, detail].filter(Boolean).join(': ')} (${response.status} ${code})`
}

/** Why a `fetch` failed; its own message does not say. */
const reasonOf = (error: unknown): string => {
  const { code, message } = (error as Error).cause as NodeJS.ErrnoException
  return code ?? message
}

/**
 * Creates a client. Its functions throw an InstanceError when nothing answers, when the server is not
 * Sourcebook, and when it refuses the request.
 */
export function createInstanceClient(url: string, token: string): InstanceClient {
  const request = async (method: string, path: string, headers: Record<string, string>, body?: string) => {
    const options = { method, headers: { ...headers, authorization: `Bearer ${token}` } }
    const response = await fetch(new URL(path, url), {
      ...options,
      ...(body !== undefined && { body }),
    }).catch((error: unknown) => {
      throw new InstanceError(
        `Nothing answers at ${url}: ${reasonOf(error)}. Start an instance by npm start, or name it by --url.`,
      )
    })
    if (response.ok) return response
    const problem = await problemOf(response)
    throw new InstanceError(
      [`${method} ${path}: ${problem}`, advice[response.status]].filter(Boolean).join('\n'),
    )
  }
  return {
    async list<Item>(path: string) {
      const response = await request('GET', path, { accept: 'application/x-ndjson' })
      const lines = (await response.text()).split('\n').filter(Boolean)
      return lines.map((line) => JSON.parse(line) as Item)
    },
    async read<Item>(path: string) {
      return (await (await request('GET', path, {})).json()) as Item
    },
    async send<Answer>(method: 'POST' | 'PUT', path: string, body: unknown) {
      const isLines = typeof body === 'string'
      const type = isLines ? 'application/x-ndjson' : 'application/json'
      const text = isLines ? body : JSON.stringify(body)
      const response = await request(method, path, { 'content-type': type }, text)
      return (await response.json()) as Answer
    },
  }
}
