import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { packageRoot } from '../../src/package-root.ts'
import { testFolder } from '../database.ts'
import { plainNode } from '../support/plain-node.ts'

/** A checkout whose only command prints a text, with our launcher and compiler. */
async function checkout(t: Parameters<typeof testFolder>[0]) {
  const folder = await testFolder(t)
  for (const name of ['bin', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) {
    await cp(join(packageRoot, name), join(folder, name), { recursive: true })
  }
  await symlink(join(packageRoot, 'node_modules'), join(folder, 'node_modules'))
  for (const name of ['src/commands', 'generated', 'dist'])
    await mkdir(join(folder, name), { recursive: true })
  const write = (source: string) => writeFile(join(folder, 'src/commands/token.ts'), source)
  const start = () =>
    spawn(plainNode[0], [...plainNode[1], join(folder, 'bin/sourcebook.cjs'), 'token'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  return { folder, write, start, run: () => outcome(start()) }
}

async function outcome(child: ChildProcess) {
  const ended = once(child, 'close')
  const [stdout, stderr] = await Promise.all(
    [child.stdout, child.stderr].map((stream) => text(stream as NodeJS.ReadableStream)),
  )
  return { code: (await ended)[0], stdout, stderr }
}

const printing = (word: string) => `process.stdout.write('${word}')\nexport const made: string = '${word}'\n`
const built = /^Building \(.*\)…\nBuilt in \d+ s\.\n$/

t.test('a command is built again when its sources have changed since the last build', async (t) => {
  const { folder, write, run } = await checkout(t)
  await write(printing('one'))
  t.match(await run(), { code: 0, stdout: /^one$/, stderr: built })
  t.strictSame(await run(), { code: 0, stdout: 'one', stderr: '' })
  await write(printing('two'))
  t.match(await run(), { code: 0, stdout: /^two$/, stderr: built })

  await write('export const wrong: string = 1\n')
  t.match(await run(), {
    code: 1,
    stdout: /^$/,
    stderr: /is not assignable to type 'string'[\s\S]*The build failed\.\n$/,
  })

  await write(printing('three'))
  await rm(join(folder, 'node_modules'))
  t.equal((await run()).code, 0, 'without the compiler, the last build runs')
})

t.test('the lock of a killed build is ignored, and a running build is waited for', async (t) => {
  const { folder, write, run, start } = await checkout(t)
  const lock = join(folder, 'dist/.building')
  await write(printing('one'))
  const dead = spawn('true', { stdio: 'ignore' })
  await once(dead, 'exit')
  await writeFile(lock, String(dead.pid))
  t.match(await run(), { code: 0, stdout: /^one$/, stderr: built })

  // The process id of a killed build may belong to another process by now, perhaps of another user.
  await write(printing('again'))
  await writeFile(lock, '1')
  const hourAgo = new Date(Date.now() - 3_600_000)
  await utimes(lock, hourAgo, hourAgo)
  t.match(await run(), { code: 0, stdout: /^again$/, stderr: built })

  await write(printing('two'))
  await writeFile(lock, String(process.pid))
  const waiting = start()
  const [said] = await once(waiting.stderr, 'data')
  t.equal(String(said), 'Waiting for the build of another process…\n')
  await rm(lock)
  t.match(await outcome(waiting), { code: 0, stdout: /^two$/, stderr: built })
})
