import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'

/** The folder for pinned tools, apart from the packages of the project, and for their reports. */
export const toolsFolder = join(packageRoot, '.tools')

/** The exit of a program, with its output. */
export interface Run {
  readonly exitCode: number | null
  readonly output: string
}

/** Whether a program exists. */
export const isInstalled = (program: string, ...argv: string[]): boolean =>
  spawnSync(program, argv, { stdio: 'ignore' }).status === 0

/**
 * Runs a program to its end and returns its output, which is also written to `.tools/reports/<name>.log`.
 *
 * @param options `name` of the report; `environment` extends that of this process
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

/** Runs a program that must succeed. Throws an Error with its output otherwise. */
export async function runOrThrow(...parameters: Parameters<typeof run>): Promise<string> {
  const { exitCode, output } = await run(...parameters)
  if (exitCode === 0) return output
  const [program, argv] = parameters
  throw new Error(`${program} ${argv.join(' ')} ended with ${exitCode}:\n${output}`)
}

type Install = (folder: string) => Promise<unknown>

const installations = new Map<string, Promise<string>>()

/**
 * Creates the folder `.tools/<name>` with `install`, unless it was created from files with the same content.
 *
 * @param pins the files with the versions; copies of them are in the folder when `install` runs
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

/** Installs the packages of a `package.json` and its lock file. Returns the folder with `node_modules`. */
export const installNpm = (name: string, source: string): Promise<string> =>
  installOnce(name, [join(source, 'package.json'), join(source, 'package-lock.json')], (folder) =>
    runOrThrow('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      name: `install-${name}`,
      cwd: folder,
    }),
  )

/**
 * Installs the packages of a `requirements.txt`, which pins all of them. Returns the folder of the programs.
 */
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
