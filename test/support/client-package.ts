import { execFile } from 'node:child_process'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { packageRoot } from '../../src/package-root.ts'
import { blocksOf, readDocument } from '../documents/documents.ts'

const run = promisify(execFile)
const programFile = join(packageRoot, 'test/client/program/program.ts')

/** Packs a folder that holds a package, and answers the path of its tarball. */
export async function pack(folder: string, destination: string, ...options: string[]): Promise<string> {
  // Without the loader that tap gives to each process: what packs may compile.
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
 * Packs the TypeScript client, and installs it with what it needs in an empty folder. Without `offline`, npm asks the
 * registry, as it does for whoever installs it; with it, what it needs is packed from here, too.
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

/** The blocks of TypeScript in the documentation of the client. */
async function documentedPrograms(): Promise<string[]> {
  const pages = await Promise.all(['docs/clients.md', 'clients/typescript/README.md'].map(readDocument))
  return pages.flatMap(blocksOf).flatMap(({ language, text }) => (language === 'ts' ? [text] : []))
}

/** How a developer may resolve modules. */
export const resolutions = { nodenext: 'nodenext', bundler: 'esnext' } as const

/** Compiles the program, and what the documentation shows, against the installed package, strictly, and without the types of Node. Throws what tsc says. */
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

/** Bundles the compiled program for a browser, where nothing of Node is. Answers its bytes; throws what cannot be there. */
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
