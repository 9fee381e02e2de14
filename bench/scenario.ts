import type { FastifyInstance } from 'fastify'
import type { Sql } from 'postgres'
import { loadModules } from './modules.ts'

/** One HTTP request, the same for both servers. */
export interface LoadRequest {
  method: 'GET' | 'POST'
  path: string
  /** JSON. */
  body?: string
}

/** One measured operation, in three implementations. */
export interface Scenario {
  /** The name in the table. */
  title: string
  /** The only right status. */
  status: number
  /**
   * The request over HTTP.
   *
   * @param number differs for every request of a run
   */
  request(number: number): LoadRequest
  /** Adds the plain route that answers the same request with only the SQL. */
  route(app: FastifyInstance, sql: Sql): void
  /** Does the same work once without HTTP. */
  work(sql: Sql, number: number): Promise<unknown>
}

/**
 * Loads the scenarios: every file of `scenarios/`, in the order of their names. The keys are the names
 * without number and extension. A file exports its scenario as `scenario`.
 */
export const loadScenarios = (): Promise<Map<string, Scenario>> => loadModules('scenarios', 'scenario')
