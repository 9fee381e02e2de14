import fastifyPlugin from 'fastify-plugin'

const json = /^application\/(problem\+)?json\b/

/** Adds a line feed at the end, so that a terminal's prompt begins on its own line after `curl`. */
export const withLineEnd = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`)

/** Fastify plugin that adds a line feed to every JSON answer, problems included. Streams write their own. */
export const lineEnd = fastifyPlugin(
  async (app) => {
    app.addHook('onSend', (_request, reply, payload, done) => {
      const isJson = typeof payload === 'string' && json.test(String(reply.getHeader('content-type')))
      done(null, isJson ? withLineEnd(payload) : payload)
    })
  },
  { name: 'line-end', fastify: '5.x' },
)
