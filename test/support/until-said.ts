import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import type { Test } from 'tap'

/**
 * Waits until a server reports on standard error that it is ready, and stops it with SIGINT at the teardown.
 *
 * @throws Error with its output, when it ends before
 */
export async function untilSaid(
  t: Pick<Test, 'teardown'>,
  child: ChildProcessByStdio<null, null, Readable>,
  text: string,
): Promise<void> {
  const ended = once(child, 'exit')
  t.teardown(async () => {
    child.kill('SIGINT')
    await ended
  })
  let log = ''
  for await (const chunk of child.stderr.iterator({ destroyOnReturn: false })) {
    log += chunk
    if (!log.includes(text)) continue
    child.stderr.resume()
    return
  }
  throw new Error(`${child.spawnfile} did not start: ${log}`)
}
