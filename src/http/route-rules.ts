import fastifyPlugin from 'fastify-plugin'
import './route-config.ts'

/**
 * Refuses to boot when a route neither carries out an operation, whose permission the binder checks, nor says that it
 * is public. So a route that somebody adds on the side cannot be open by accident.
 */
export const routeRules = fastifyPlugin(
  async (app) => {
    const open: string[] = []
    app.addHook('onRoute', (route) => {
      // What a plugin registers is told to be public by the scope it is registered in, whose hook runs after this one.
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
