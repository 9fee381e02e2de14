/** Part of `npm run lint`: refuses phrases that readers have to read twice, in documents, the contract and sources. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'
import { problemsOf } from './rules.ts'

const folders = ['bench', 'bin', 'clients', 'docs', 'src', 'test']
const isText = (path: string) => /\.(md|ts|cjs|mjs|py|yaml)$/.test(path)
const isWritten = (path: string) => !/(^|\/)(node_modules|generated|dist)\/|^test\/plain-words\b/.test(path)

async function paths(): Promise<string[]> {
  const inRoot = (await readdir(packageRoot)).filter((name) => isText(name))
  const inFolders = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(packageRoot, folder), { recursive: true })
      return names.map((name) => `${folder}/${name}`)
    }),
  )
  return [...inRoot, ...inFolders.flat()].filter((path) => isText(path) && isWritten(path)).sort()
}

const texts = new Map<string, string>()
for (const path of await paths()) texts.set(path, await readFile(join(packageRoot, path), 'utf8'))
const problems = problemsOf(texts)
for (const problem of problems) process.stderr.write(`${problem}\n`)
if (problems.length > 0) process.exitCode = 1
