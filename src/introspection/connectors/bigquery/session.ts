import { BigQuery, type QueryRowsResponse } from '@google-cloud/bigquery'
import { JWT, OAuth2Client } from 'google-auth-library'
import { type Deadline, withDeadline } from '../deadline.ts'
import type { SourceSettings } from '../settings.ts'
import { bigqueryError } from './errors.ts'
import type { BigqueryConfiguration, BigqueryCredentials } from './settings.ts'

/** A dataset and where its data are. */
export interface Dataset {
  readonly name: string
  readonly location: string
}

/** A row, with its values as the client reads them. */
export type BigqueryRow = Readonly<Record<string, unknown>>

/** The parts of the service that are used. */
export interface BigquerySession {
  projects(deadline: Deadline): Promise<string[]>
  datasets(project: string, deadline: Deadline): Promise<Dataset[]>
  /** The rows of a query in pages; the deadline is for each of them. */
  query(
    text: string,
    options: {
      location?: string | undefined
      pageSize: number
      maximumBytesBilled?: number
      deadline: Deadline
    },
  ): AsyncGenerator<BigqueryRow[], void, undefined>
}

/** Pages that a list may have before it is taken for one without end. */
const maximumPages = 1000

/** A client whose requests carry these credentials and no others. */
export function openSession({
  configuration,
  credentials,
}: SourceSettings<BigqueryConfiguration, BigqueryCredentials>): BigquerySession {
  const { project, api_endpoint: endpoint } = configuration
  const client = new BigQuery({
    projectId: project,
    apiEndpoint: endpoint,
    authClient: authorization(credentials),
    autoRetry: false,
    userAgent: 'sourcebook',
  })

  const get = (uri: string, qs: object, deadline: Deadline) =>
    withDeadline(
      deadline,
      () =>
        new Promise<Record<string, unknown>>((resolve, reject) => {
          client.request({ uri: new URL(uri, endpoint).href, qs }, (error, body) =>
            error ? reject(error) : resolve(body as Record<string, unknown>),
          )
        }),
    )

  async function list<Item>(uri: string, name: string, deadline: Deadline): Promise<Item[]> {
    const items: Item[] = []
    let pageToken: string | undefined
    try {
      for (let page = 0; page < maximumPages; page += 1) {
        const body = await get(uri, { maxResults: 1000, ...(pageToken && { pageToken }) }, deadline)
        items.push(...((body[name] as Item[] | undefined) ?? []))
        pageToken = body.nextPageToken as string | undefined
        if (!pageToken) break
      }
      return items
    } catch (error) {
      throw bigqueryError(error)
    }
  }

  return {
    projects: async (deadline) => {
      const found = await list<{ projectReference: { projectId: string } }>(
        '/bigquery/v2/projects',
        'projects',
        deadline,
      )
      return found.map(({ projectReference }) => projectReference.projectId)
    },
    datasets: async (name, deadline) => {
      const found = await list<{ datasetReference: { datasetId: string }; location: string }>(
        `/bigquery/v2/projects/${encodeURIComponent(name)}/datasets`,
        'datasets',
        deadline,
      )
      return found.map(({ datasetReference, location }) => ({ name: datasetReference.datasetId, location }))
    },
    async *query(text, { location, pageSize, maximumBytesBilled, deadline }) {
      const { milliseconds } = deadline
      try {
        const [job] = await withDeadline(deadline, () =>
          client.createQueryJob({
            query: text,
            ...(location && { location }),
            ...(maximumBytesBilled && { maximumBytesBilled: String(maximumBytesBilled) }),
            jobTimeoutMs: milliseconds,
          }),
        )
        let next: object | null = {}
        while (next) {
          const options = { autoPaginate: false, maxResults: pageSize, timeoutMs: milliseconds, ...next }
          const [rows, following] = (await withDeadline(deadline, () =>
            job.getQueryResults(options),
          )) as QueryRowsResponse
          yield rows
          next = following ?? null
        }
      } catch (error) {
        throw bigqueryError(error)
      }
    },
  }
}

/**
 * What signs the requests. A service account signs its tokens itself, so that no other host is asked for them.
 * https://google.aip.dev/auth/4111
 */
function authorization({ service_account_key: key, access_token: token }: BigqueryCredentials): OAuth2Client {
  if (key) {
    const client = new JWT({
      email: key.client_email,
      key: key.private_key,
      // A scope that only reads can run no query.
      scopes: ['https://www.googleapis.com/auth/bigquery'],
    })
    client.useJWTAccessWithScope = true
    return client
  }
  const client = new OAuth2Client()
  client.setCredentials({ access_token: String(token) })
  return client
}
