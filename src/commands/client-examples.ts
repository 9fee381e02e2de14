import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../package-root.ts'

/** The files that `npm run test:clients` runs, and their titles in a document. */
const examples = [
  { title: 'TypeScript', language: 'ts', file: 'typescript/scenario.ts' },
  { title: 'Python', language: 'python', file: 'python/scenario.py' },
  { title: 'Go', language: 'go', file: 'go/scenario.go' },
  { title: 'Rust', language: 'rust', file: 'rust/src/main.rs' },
  { title: 'Java', language: 'java', file: 'java/src/main/java/example/Scenario.java' },
]

const marked = /readme:begin\n(.*?)^[^\n]*readme:end/ms

/** Removes the common indentation of all lines. */
function dedented(text: string): string {
  const lines = text.split('\n')
  const depths = lines.filter(Boolean).map((line) => line.search(/\S/))
  const depth = Math.min(...depths)
  return lines.map((line) => line.slice(depth)).join('\n')
}

/**
 * The same few lines with the generated client of each language, as Markdown for a page in `docs/`. Each
 * comes from a file that a test runs, between the marks `readme:begin` and `readme:end`.
 */
export async function clientExamples(): Promise<string> {
  const parts = examples.map(async ({ title, language, file }) => {
    const path = `test/consumers/${file}`
    const lines = marked.exec(await readFile(join(packageRoot, path), 'utf8'))?.[1] as string
    return `**${title}** ([the whole file](../${path}))\n\n\`\`\`${language}\n${dedented(lines)}\`\`\`\n\n`
  })
  return `\n${(await Promise.all(parts)).join('')}`
}
