import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'

/** Every page by its path from the root: the main pages in their order, then the rest of docs/ by name. */
export const documents: readonly string[] = [
  'README.md',
  'docs/tutorial.md',
  'docs/descriptions.md',
  ...readdirSync(join(packageRoot, 'docs'))
    .filter((name) => name.endsWith('.md') && !['tutorial.md', 'descriptions.md'].includes(name))
    .map((name) => `docs/${name}`)
    .sort(),
  'CONTRIBUTING.md',
  'SECURITY.md',
]

/** The text of a page. */
export const readDocument = (path: string): Promise<string> => readFile(join(packageRoot, path), 'utf8')

/** A fenced block of a page. */
export interface Block {
  readonly language: string
  readonly text: string
  /** Why no test runs it, according to a comment above it. */
  readonly notRun: string | undefined
}

const fenced = /(?:^<!-- not run here: ([^\n]+) -->\n\n)?^ *```(\w*)\n(.*?)^ *```$/gms

/** The fenced blocks of a page, in their order. */
export function blocksOf(text: string): Block[] {
  return [...text.matchAll(fenced)].map(([, notRun, language = '', block = '']) => ({
    language,
    text: block,
    notRun,
  }))
}
