import fastifyPlugin from 'fastify-plugin'

const json = /^application\/(problem\+)?json\b/

/** A body as JSON, which ends its line: in a terminal the prompt then begins a line of its own. */
export const withLineEnd = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`)

/** Fastify plugin that ends the line of every JSON answer, problems included. Streams end theirs themselves. */
export const lineEnd = fastifyPlugin(
  async (app) => {
    app.addHook('onSend', (_request, reply, payload, done) => {
      const isJson = typeof payload === 'string' && json.test(String(reply.getHeader('content-type')))
      done(null, isJson ? withLineEnd(payload) : payload)
    })
  },
  { name: 'line-end', fastify: '5.x' },
)
