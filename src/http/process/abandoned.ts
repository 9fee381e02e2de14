import type { ServerResponse } from 'node:http'

/** Returns a signal that is aborted when the client disconnects before it has the whole answer. */
export function abandonedSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  return controller.signal
}
