import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Deadline, withDeadline } from '../deadline.ts'
import { tooMuch, unreadable } from '../guarded-socket.ts'
import type { NetworkSettings } from '../network.ts'
import type { SourceSettings } from '../settings.ts'
import { reasonError } from './errors.ts'
import { isObject, type JsonObject, openService } from './request.ts'
import { type BigqueryConfiguration, type BigqueryCredentials, projectPattern } from './settings.ts'

/** A dataset, with the location of its data. */
export interface Dataset {
  readonly name: string
  readonly location: string
}

/** A row by column name. All values are texts. */
export type BigqueryRow = Readonly<Record<string, string | null>>

/** The requests to BigQuery that are used here. */
export interface BigquerySession {
  /** The deadline is for the whole list. */
  projects(deadline: Deadline): Promise<string[]>
  /** The deadline is for the whole list. */
  datasets(project: string, deadline: Deadline): Promise<Dataset[]>
  /** Runs a query and yields its rows in pages. The deadline is for each page. */
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

const mebibyte = 2 ** 20
/** Beyond these limits, a list is assumed to be endless. */
const listLimits = { pages: 100, itemsOfPage: 1000, bytesOfPage: 4 * mebibyte }
/** BigQuery's pages of rows have at most 20 MB. */
const queryLimits = { pages: 10_000, emptyPages: 10, bytesOfPage: 32 * mebibyte }
/** How long to wait before polling an unfinished query again, in milliseconds. */
const pollInterval = 200

const textOf = (value: unknown, pattern: RegExp): string => {
  if (typeof value !== 'string' || !pattern.test(value)) throw unreadable()
  return value
}
const objectOf = (value: unknown): JsonObject => {
  if (!isObject(value)) throw unreadable()
  return value
}
const listOf = (value: unknown): unknown[] => {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw unreadable()
  return value
}

/** Creates the function that reads the token of the next page; it returns undefined after the last page. */
function pageTokens(maximumPages: number) {
  let last: string | undefined
  let count = 0
  return (value: unknown): string | undefined => {
    if (value === undefined || value === '') return undefined
    const token = textOf(value, /^.{1,4096}$/s)
    count += 1
    if (token === last || count >= maximumPages) throw tooMuch()
    last = token
    return token
  }
}

/** Creates a client that sends these credentials with each request. */
export function openSession(
  { configuration, credentials }: SourceSettings<BigqueryConfiguration, BigqueryCredentials>,
  network: NetworkSettings,
): BigquerySession {
  const { project: home, api_endpoint: endpoint } = configuration
  const pageDeadline = {
    milliseconds: configuration.connect_timeout_seconds * 1000,
    reason: 'connect_timeout',
  } as const
  const ask = openService(endpoint, credentials, network)
  const pathOf = (project: string, rest: string) =>
    `/bigquery/v2/projects/${encodeURIComponent(project)}/${rest}`

  const list = <Item>(path: string, name: string, read: (item: JsonObject) => Item, deadline: Deadline) =>
    withDeadline(deadline, async (signal) => {
      const items: Item[] = []
      const nextToken = pageTokens(listLimits.pages)
      let pageToken: string | undefined
      do {
        const answer = await ask(
          { method: 'GET', path, query: { maxResults: listLimits.itemsOfPage, pageToken } },
          { deadline: { ...pageDeadline, signal }, maximumBytes: listLimits.bytesOfPage },
        )
        const page = listOf(answer[name])
        if (page.length > listLimits.itemsOfPage) throw tooMuch()
        for (const item of page) items.push(read(objectOf(item)))
        pageToken = nextToken(answer.nextPageToken)
      } while (pageToken !== undefined)
      return items
    })

  /** Waits for the job, and reads a page of its result. */
  const pageOf = (
    path: string,
    query: Readonly<Record<string, string | number | undefined>>,
    deadline: Deadline,
  ) =>
    withDeadline(deadline, async (signal) => {
      for (;;) {
        const answer = await ask(
          { method: 'GET', path, query },
          { deadline: { ...deadline, signal }, maximumBytes: queryLimits.bytesOfPage },
        )
        if (answer.jobComplete !== false) return answer
        await sleep(pollInterval, undefined, { signal })
      }
    })

  return {
    projects: (deadline) =>
      list(
        '/bigquery/v2/projects',
        'projects',
        ({ projectReference }) => textOf(objectOf(projectReference).projectId, projectPattern),
        deadline,
      ),
    datasets: (project, deadline) =>
      list(
        pathOf(project, 'datasets'),
        'datasets',
        ({ datasetReference, location }) => ({
          name: textOf(objectOf(datasetReference).datasetId, /^.{1,1024}$/s),
          location: textOf(location, /^[\w-]{1,64}$/),
        }),
        deadline,
      ),
    async *query(text, { location, pageSize, maximumBytesBilled, deadline }) {
      const { milliseconds } = deadline
      const jobId = randomUUID()
      const job = await ask(
        {
          method: 'POST',
          path: pathOf(home, 'jobs'),
          body: {
            configuration: {
              query: {
                query: text,
                useLegacySql: false,
                ...(maximumBytesBilled && { maximumBytesBilled: String(maximumBytesBilled) }),
              },
              jobTimeoutMs: String(milliseconds),
            },
            jobReference: { jobId, projectId: home, location },
          },
        },
        { deadline, maximumBytes: listLimits.bytesOfPage },
      )
      const { errorResult } = objectOf(job.status ?? {})
      if (errorResult !== undefined) throw reasonError(errorResult)
      const jobLocation = location ?? objectOf(job.jobReference).location
      const nextToken = pageTokens(queryLimits.pages)
      let pageToken: string | undefined
      let emptyPages = 0
      do {
        const answer = await pageOf(
          pathOf(home, `queries/${jobId}`),
          {
            maxResults: pageSize,
            timeoutMs: milliseconds,
            ...(jobLocation !== undefined && { location: textOf(jobLocation, /^[\w-]{1,64}$/) }),
            pageToken,
          },
          deadline,
        )
        const rows = rowsOf(answer)
        emptyPages = rows.length === 0 ? emptyPages + 1 : 0
        if (emptyPages > queryLimits.emptyPages) throw tooMuch()
        yield rows
        pageToken = nextToken(answer.pageToken)
      } while (pageToken !== undefined)
    },
  }
}

/**
 * The rows of a page; the format is that of
 * https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/getQueryResults
 */
function rowsOf(answer: JsonObject): BigqueryRow[] {
  const rows = listOf(answer.rows)
  if (rows.length === 0) return []
  const names = listOf(objectOf(answer.schema).fields).map((field) =>
    textOf(objectOf(field).name, /^.{1,300}$/s),
  )
  return rows.map((row) => {
    const values = listOf(objectOf(row).f)
    return Object.fromEntries(names.map((name, index) => [name, cellValue(values[index])]))
  })
}

function cellValue(cell: unknown): string | null {
  const { v: value } = objectOf(cell)
  if (value !== null && typeof value !== 'string') throw unreadable()
  return value
}
