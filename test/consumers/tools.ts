import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'

/** Where pinned tools are installed, apart from the project's own packages, and where their reports go. */
export const toolsFolder = join(packageRoot, '.tools')

/** How a program ended, with everything that it printed. */
export interface Run {
  readonly exitCode: number | null
  readonly output: string
}

/** Whether a program can be called at all. */
export const isInstalled = (program: string, ...argv: string[]): boolean =>
  spawnSync(program, argv, { stdio: 'ignore' }).status === 0

/**
 * Runs a program to its end and keeps what it prints, also in `.tools/reports/<name>.log`.
 *
 * @param options `name` of the report; `environment` is added to that of this process
 */
export async function run(
  program: string,
  argv: readonly string[],
  options: { name: string; cwd?: string; environment?: Record<string, string> },
): Promise<Run> {
  const reports = join(toolsFolder, 'reports')
  await mkdir(reports, { recursive: true })
  const report = createWriteStream(join(reports, `${options.name}.log`))
  return new Promise((resolve, reject) => {
    const child = spawn(program, argv, {
      cwd: options.cwd ?? packageRoot,
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const chunks: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        report.write(chunk)
      })
    }
    child.on('error', reject)
    child.on('close', (exitCode) => {
      report.end()
      resolve({ exitCode, output: Buffer.concat(chunks).toString() })
    })
  })
}

/** Runs a program that must succeed. Throws an Error with everything that it printed. */
export async function runOrThrow(...parameters: Parameters<typeof run>): Promise<string> {
  const { exitCode, output } = await run(...parameters)
  if (exitCode === 0) return output
  const [program, argv] = parameters
  throw new Error(`${program} ${argv.join(' ')} ended with ${exitCode}:\n${output}`)
}

type Install = (folder: string) => Promise<unknown>

const installations = new Map<string, Promise<string>>()

/**
 * Makes the folder `.tools/<name>` by `install`, unless it was already made from files with the same content.
 *
 * @param pins the files that say which versions are installed; copies of them are in the folder when `install` runs
 * @returns the folder
 */
export function installOnce(name: string, pins: readonly string[], install: Install): Promise<string> {
  const installation = installations.get(name) ?? installFrom(name, pins, install)
  installations.set(name, installation)
  return installation
}

async function installFrom(name: string, pins: readonly string[], install: Install): Promise<string> {
  const folder = join(toolsFolder, name)
  const stamp = join(folder, '.installed')
  const hash = createHash('sha256')
  for (const pin of pins) hash.update(await readFile(pin))
  const wanted = hash.digest('hex')
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return folder
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const pin of pins) await copyFile(pin, join(folder, basename(pin)))
  process.stdout.write(`installing ${name}\n`)
  await install(folder)
  await writeFile(stamp, wanted)
  return folder
}

/** Installs the packages of a `package.json` and its lock file. Returns the folder that has `node_modules`. */
export const installNpm = (name: string, source: string): Promise<string> =>
  installOnce(name, [join(source, 'package.json'), join(source, 'package-lock.json')], (folder) =>
    runOrThrow('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      name: `install-${name}`,
      cwd: folder,
    }),
  )

/** Installs the packages of a `requirements.txt`, which pins all of them. Returns the folder with the programs. */
export const installPython = async (name: string, source: string): Promise<string> => {
  const folder = await installOnce(name, [join(source, 'requirements.txt')], async (target) => {
    const options = { name: `install-${name}`, cwd: target }
    await runOrThrow('python3', ['-m', 'venv', 'venv'], options)
    await runOrThrow(
      'venv/bin/python',
      ['-m', 'pip', 'install', '--quiet', '-r', 'requirements.txt'],
      options,
    )
  })
  return join(folder, 'venv', 'bin')
}
