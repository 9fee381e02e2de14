import fastifyPlugin from 'fastify-plugin'
import './route-config.ts'

/**
 * Fastify plugin that refuses to boot when a route has neither an operation, whose permission the binder
 * checks, nor `public`. So a route that is added by hand cannot be open by accident.
 */
export const routeRules = fastifyPlugin(
  async (app) => {
    const open: string[] = []
    app.addHook('onRoute', (route) => {
      // A scope marks the routes of its plugins as public in a hook of its own, which runs after this one.
      queueMicrotask(() => {
        const { operationId, public: isPublic } = route.config ?? {}
        if (!operationId && !isPublic) open.push(`${route.method} ${route.url}`)
      })
    })
    app.addHook('onReady', async () => {
      if (open.length > 0) throw new Error(`routes without a permission: ${open.join(', ')}`)
    })
  },
  { name: 'route-rules' },
)
