import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Sql } from 'postgres'

/** One HTTP request, as both servers get it. */
export interface LoadRequest {
  method: 'GET' | 'POST'
  path: string
  /** JSON. */
  body?: string
}

/** One thing that is measured, in the three ways in which it is done. */
export interface Scenario {
  /** What the table says. */
  title: string
  /** The one status that is right. */
  status: number
  /**
   * The request over HTTP.
   *
   * @param number another one for every request of a run
   */
  request(number: number): LoadRequest
  /** Adds the plain route that answers the same request, with nothing but the SQL. */
  route(app: FastifyInstance, sql: Sql): void
  /** Does the same work once without HTTP. */
  work(sql: Sql, number: number): Promise<unknown>
}

const folder = join(import.meta.dirname, 'scenarios')
const isModule = (file: string): boolean => /(?<!\.d)\.[jt]s$/.test(file)
const nameOf = (file: string): string => file.slice(0, file.lastIndexOf('.'))

/**
 * Loads the scenarios: every file of `scenarios/`, in the order of their names, by their names without number and
 * ending. A file exports its scenario as `scenario`.
 */
export async function loadScenarios(): Promise<Map<string, Scenario>> {
  const files = (await readdir(folder)).filter(isModule).sort()
  const entries = files.map(async (file): Promise<[string, Scenario]> => {
    const { scenario } = await import(pathToFileURL(join(folder, file)).href)
    return [nameOf(file).replace(/^\d+-/, ''), scenario]
  })
  return new Map(await Promise.all(entries))
}
