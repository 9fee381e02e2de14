import fastifyPlugin from 'fastify-plugin'
import type { RouteDefinition } from '../../contract/route-definition.ts'
import type { Executor } from '../../db/client.ts'
import { once } from '../../db/once.ts'
import type { Principal } from '../../identity/principal.ts'
import { passJsonOn } from '../reading/json-body.ts'
import { createWithoutDefaults } from '../reading/without-defaults.ts'
import { type BindingOptions, bind } from './bind.ts'
import { type BoundHandlers, bindHandlers, type HandlersOfApp } from './execution.ts'

/** What the operations are bound with. */
export interface OperationsOptions extends BindingOptions {
  routes: readonly RouteDefinition[]
}

/**
 * Binds every operation of the contract to its handler: authentication and authorization first, then validation by
 * the contract's schemas, then the organization of the request, then the handler, at most once for one
 * Idempotency-Key where the contract declares it. An operation without security, permission or handler does not boot.
 */
export const operationsPlugin = fastifyPlugin<OperationsOptions>(
  async (app, options) => {
    app.decorateRequest('principal', null as unknown as Principal)
    const withoutDefaults = createWithoutDefaults()
    const routes = options.routes.map((definition) => ({
      ...definition,
      schema: { ...definition.schema, response: withoutDefaults(definition.schema.response) },
      streams: withoutDefaults(definition.streams),
    }))
    const [streamed, read] = [true, false].map((wanted) =>
      routes.filter(({ streamsBody = false }) => streamsBody === wanted),
    ) as [RouteDefinition[], RouteDefinition[]]
    const { admission, handlersOver } = options
    const over = (executor: Executor) => bindHandlers(handlersOver, executor)
    // A lane that is never used costs nothing.
    const ofLanes = new Map(admission.lanes.map((lane) => [lane, once(() => over(lane.db))]))
    const handlers: HandlersOfApp = {
      shared: over(admission.shared),
      of: (lane) => (ofLanes.get(lane) as () => BoundHandlers)(),
      over,
    }
    for (const definition of read) bind(app, definition, handlers, options)
    await app.register(async (scope) => {
      passJsonOn(scope)
      for (const definition of streamed) bind(scope, definition, handlers, options)
    })
  },
  {
    name: 'operations',
    dependencies: [
      'base-path',
      'compression',
      'closing',
      'authentication',
      'json-body',
      'yaml-body',
      'uploads',
      'problem-handling',
    ],
  },
)
