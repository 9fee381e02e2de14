import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'
import { cloneCheckout, freePort, untilReady, type Walk } from './walk.ts'

const compilerOptions = {
  module: 'nodenext',
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  types: ['node'],
  strict: true,
  outDir: 'built',
}

/** Calls the program of a developer, and prints its result. */
const main = `import { program } from './program.js'

console.log(JSON.stringify(await program(String(process.env.SOURCEBOOK_URL), String(process.env.SOURCEBOOK_TOKEN))))
`

/** A client developer: from a clone to a compiled program in a folder of its own. */
export const walk: Walk = async (walker) => {
  const { step, run, start } = walker
  const folder = await step('git clone', () => cloneCheckout(walker))
  await step('npm ci', () => run(folder, ['npm', 'ci']))
  const PORT = await freePort()
  const url = `http://127.0.0.1:${PORT}`
  const stop = await step('npm start', async () => {
    const end = start(folder, ['npm', 'start'], { PORT })
    await untilReady(walker, url)
    return end
  })
  const app = join(walker.folder, 'app')
  await mkdir(app)
  const tarball = await step('npm pack ./clients/typescript', async () =>
    join(folder, (await run(folder, ['npm', 'pack', '--silent', './clients/typescript'])).trim()),
  )
  await step('npm install of the tarball', async () => {
    await writeFile(join(app, 'package.json'), JSON.stringify({ type: 'module', private: true }))
    await run(app, ['npm', 'install', tarball, 'typescript@5', '@types/node@20'])
  })
  await step('the program compiles', async () => {
    await copyFile(join(packageRoot, 'test/client/program/program.ts'), join(app, 'program.ts'))
    await writeFile(join(app, 'main.ts'), main)
    await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
    await run(app, ['npx', 'tsc'])
  })
  await step('a list, a create and an error', async () => {
    const token = ['npm', 'run', '--silent', 'token', '--', '--role', 'ORGANIZATION_ADMIN']
    const SOURCEBOOK_TOKEN = (await run(folder, token)).trim()
    const said = await run(app, ['node', 'built/main.js'], { SOURCEBOOK_URL: url, SOURCEBOOK_TOKEN })
    const answers: unknown = JSON.parse(said)
    const expected = ['crm', 'events', 'crm', 'events', 'shop', 'name_taken', 'function', 'function']
    if (JSON.stringify(answers) !== JSON.stringify(expected)) throw new Error(`The program said: ${said}`)
  })
  await step('the end of npm start', stop)
}
