import type { FastifyInstance } from 'fastify'
import type { Sql } from 'postgres'
import { loadModules } from './modules.ts'

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

/**
 * Loads the scenarios: every file of `scenarios/`, in the order of their names, by their names without number and
 * ending. A file exports its scenario as `scenario`.
 */
export const loadScenarios = (): Promise<Map<string, Scenario>> => loadModules('scenarios', 'scenario')
