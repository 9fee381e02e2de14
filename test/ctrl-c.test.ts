import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { packageRoot } from '../src/package-root.ts'
import { testDatabase, testFolder } from './database.ts'
import { testSecrets } from './helper.ts'
import { findProgram } from './support/find-program.ts'

const python = await findProgram('python3')

// A pseudo-terminal, which Node.js does not have: its input goes to all foreground processes, like Ctrl-C.
// When it sees the expected line it types Ctrl-C, twice on request, and finally prints how the program ended.
const terminal = `
import os, pty, sys, time
pause, *command = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
said = b''
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    waiting = b'Sourcebook is ready at' not in said
    said += chunk
    sys.stdout.buffer.write(chunk)
    sys.stdout.flush()
    if waiting and b'Sourcebook is ready at' in said:
        os.write(terminal, b'\\x03')
        if float(pause) > 0:
            time.sleep(float(pause))
            os.write(terminal, b'\\x03')
_, status = os.waitpid(pid, 0)
print('ended with', os.waitstatus_to_exitcode(status))
`

/** What the terminal shows when `npm start` has ended after Ctrl-C. */
async function typed(t: import('tap').Test, settings: Record<string, string>, pause = 0): Promise<string> {
  const { host, port, user, database } = await testDatabase(t)
  const { NODE_OPTIONS: _, ...inherited } = process.env
  const child = spawn(String(python), ['-c', terminal, String(pause), 'npm', 'start'], {
    cwd: packageRoot,
    env: {
      ...inherited,
      ...testSecrets,
      DATA_DIR: await testFolder(t),
      DATABASE_URL: `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`,
      PORT: '0',
      DEMO: 'false',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const said = Buffer.concat(await child.stdout.toArray()).toString()
  await ended
  return said
}

const options = { skip: python === undefined && 'python3, which has pseudo-terminals, is not installed' }

t.test('Ctrl-C on npm start always drains', options, async (t) => {
  for (const _ of [1, 2, 3]) {
    const said = await typed(t, { SHUTDOWN_DELAY_SECONDS: '0' })
    t.match(said, /"msg":"draining[\s\S]*"msg":"stopped"/)
    t.match(said, /ended with 0\s*$/)
  }
})

t.test('a second Ctrl-C, more than a second later, ends it at once', options, async (t) => {
  const said = await typed(t, { SHUTDOWN_DELAY_SECONDS: '3600' }, 1.5)
  t.match(said, /"msg":"draining/)
  t.notMatch(said, '"msg":"stopped"')
  t.match(said, /ended with 130\s*$/)
})
