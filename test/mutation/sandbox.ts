import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'

/** How a test file ended, and after how many milliseconds. */
export interface TestResult {
  readonly end: 'passed' | 'failed' | 'timeout'
  readonly milliseconds: number
}

/** A run of a test without changes: the mutants that it reaches, and its duration. */
export interface Baseline extends TestResult {
  /** The ids of the mutants that it reaches. */
  readonly covered: ReadonlySet<string>
}

/** A copy of the package in which one test file runs at a time. */
export interface Sandbox {
  run(test: string, environment: Readonly<Record<string, string>>, patience: number): Promise<TestResult>
  measure(test: string): Promise<Baseline>
}

/** The time limit of a test file, in milliseconds. */
const longestTest = 180_000

const serverFile = (folder: string): string => join(folder, '.tap', `sourcebook-database-${process.pid}.json`)

/**
 * Creates copies of the package with changed code, and starts the PostgreSQL of the tests, which they share.
 *
 * @returns the copies, and a function that removes them
 */
export async function openSandboxes(count: number, changed: readonly { name: string; content: string }[]) {
  const names = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: packageRoot,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  const folder = mkdtempSync(join(tmpdir(), 'sourcebook-mutation-'))
  const children = new Set<ChildProcess>()
  const close = () => {
    for (const child of children) stop(child)
    rmSync(folder, { recursive: true, force: true })
  }
  // PostgreSQL may run as another user, who reads the folders of the tests.
  execFileSync('chmod', ['755', folder])
  const folders = Array.from({ length: count }, (_, index) => join(folder, String(index)))
  for (const copy of folders) {
    for (const name of names
      .split('\0')
      .filter((name) => name !== '' && existsSync(join(packageRoot, name)))) {
      mkdirSync(dirname(join(copy, name)), { recursive: true })
      copyFileSync(join(packageRoot, name), join(copy, name))
    }
    for (const { name, content } of changed) writeFileSync(join(copy, name), content)
    symlinkSync(join(packageRoot, 'node_modules'), join(copy, 'node_modules'))
    mkdirSync(join(copy, '.tap'))
  }
  const [first = ''] = folders

  async function start(
    copy: string,
    file: string,
    environment: Readonly<Record<string, string>>,
    patience: number,
  ) {
    const began = performance.now()
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--import', join(copy, 'test', 'mutation', 'record-coverage.ts'), join(copy, file)],
      {
        cwd: copy,
        env: { ...process.env, NODE_ENV: 'test', TAP_BAIL: '1', TAP_CWD: copy, ...environment },
        stdio: 'ignore',
        detached: true,
      },
    )
    children.add(child)
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      stop(child)
    }, patience)
    const [code] = await once(child, 'exit')
    clearTimeout(timer)
    children.delete(child)
    // Processes that the test left behind.
    stop(child)
    const end = isLate ? 'timeout' : code === 0 ? 'passed' : 'failed'
    return { end, milliseconds: performance.now() - began } satisfies TestResult
  }

  try {
    const { end } = await start(first, 'test/before.ts', {}, longestTest)
    if (end !== 'passed') throw new Error(`test/before.ts ${end}`)
    for (const copy of folders.slice(1)) copyFileSync(serverFile(first), serverFile(copy))
  } catch (error) {
    close()
    throw error
  }
  const sandboxes = folders.map((copy, index): Sandbox => {
    const job = { TAP_JOB_ID: String(index) }
    return {
      run: (test, environment, patience) => start(copy, test, { ...job, ...environment }, patience),
      async measure(test) {
        const file = join(copy, '.tap', 'covered.json')
        rmSync(file, { force: true })
        const result = await start(copy, test, { ...job, MUTATION_COVERAGE: file }, longestTest)
        const covered = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
        return { ...result, covered: new Set<string>(covered) }
      },
    }
  })
  return {
    sandboxes,
    async close() {
      await start(first, 'test/after.ts', {}, longestTest)
      close()
    },
  }
}

/** Ends a process and its children. */
function stop({ pid }: ChildProcess): void {
  try {
    process.kill(-Number(pid), 'SIGKILL')
  } catch {
    // It has ended, and so have the others of its group.
  }
}
