import { execFile } from 'node:child_process'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { packageRoot } from '../../src/package-root.ts'
import { blocksOf, readDocument } from '../documents/documents.ts'

const run = promisify(execFile)
const programFile = join(packageRoot, 'test/client/program/program.ts')

/** Packs the package in a folder, and returns the path of its tarball. */
export async function pack(folder: string, destination: string, ...options: string[]): Promise<string> {
  // Without the loader that tap gives to each process, since packing may compile.
  const { stdout } = await run(
    'env',
    [
      ...['-u', 'NODE_OPTIONS', 'npm', 'pack', '--silent', '--pack-destination', destination],
      ...options,
      folder,
    ],
    { cwd: packageRoot },
  )
  return join(destination, String(stdout.trim().split('\n').at(-1)))
}

/**
 * Packs the TypeScript client, and installs it with its dependencies in an empty folder. Without `offline`,
 * npm asks the registry, as for any user; with it, the dependencies are packed from here, too.
 */
export async function installClient(folder: string, { offline }: { offline: boolean }): Promise<void> {
  const tarballs = join(folder, 'tarballs')
  await mkdir(tarballs, { recursive: true })
  const packages = [await pack(join(packageRoot, 'clients/typescript'), tarballs)]
  for (const name of offline ? ['openapi-fetch', 'openapi-typescript-helpers'] : []) {
    packages.push(await pack(join(packageRoot, 'node_modules', name), tarballs, '--ignore-scripts'))
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }))
  await run('npm', ['install', '--no-audit', '--no-fund', ...(offline ? ['--offline'] : []), ...packages], {
    cwd: folder,
  })
  await copyFile(programFile, join(folder, 'program.ts'))
  for (const [index, text] of (await documentedPrograms()).entries()) {
    await writeFile(join(folder, `documented-${index}.ts`), text)
  }
}

/** The TypeScript examples in the documentation of the client. */
async function documentedPrograms(): Promise<string[]> {
  const pages = await Promise.all(['docs/clients.md', 'clients/typescript/README.md'].map(readDocument))
  return pages.flatMap(blocksOf).flatMap(({ language, text }) => (language === 'ts' ? [text] : []))
}

/** The module resolutions that developers use. */
export const resolutions = { nodenext: 'nodenext', bundler: 'esnext' } as const

/**
 * Compiles the program and the examples of the documentation against the installed package, strictly and
 * without the types of Node.
 *
 * @throws Error with the output of tsc
 */
export async function compileProgram(
  folder: string,
  moduleResolution: keyof typeof resolutions,
): Promise<void> {
  const options = {
    moduleResolution,
    module: resolutions[moduleResolution],
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    outDir: 'built',
  }
  const file = `tsconfig.${moduleResolution}.json`
  await writeFile(join(folder, file), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }))
  const tsc = join(packageRoot, 'node_modules/typescript/bin/tsc')
  await run(process.execPath, [tsc, '-p', file], { cwd: folder }).catch(({ stdout }) => {
    throw new Error(stdout)
  })
}

/** Bundles the compiled program for a browser. Returns its bytes; throws for modules of Node. */
export async function bundleProgram(folder: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'built/program.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  })
  return outputFiles.reduce((bytes, { contents }) => bytes + contents.length, 0)
}
