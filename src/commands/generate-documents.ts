import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Setting, settings } from '../config.ts'
import { clientExamples } from './client-examples.ts'
import { type CommandResult, runWhenProgram } from './run-command.ts'

const usage = `Usage: npm run generate, or npm run generate:check

Writes the parts of the documents that are generated from code. With --check it only reports which are stale.
`

/** A part of a Markdown file that is generated from code, between its two markers. */
interface GeneratedPart {
  readonly file: string
  readonly name: string
  readonly content: () => string | Promise<string>
}

const parts: readonly GeneratedPart[] = [
  { file: 'docs/configuration.md', name: 'settings', content: settingsTable },
  { file: 'docs/code-generators.md', name: 'clients', content: clientExamples },
]

/**
 * Writes the generated parts of the documents in the working folder. With `--check` it writes nothing, and
 * exits with 1 when a part is stale. A part without its markers is an error.
 */
export async function main(argv: readonly string[]): Promise<CommandResult> {
  const { values } = parseArgs({ args: [...argv], options: { check: { type: 'boolean', default: false } } })
  const problems: string[] = []
  for (const { file, name, content } of parts) {
    const before = await readFile(file, 'utf8')
    const part = new RegExp(`(?<=<!-- ${name}:begin -->\n).*?(?=<!-- ${name}:end -->)`, 's')
    const text = await content()
    const after = before.replace(part, () => text)
    if (!part.test(before)) {
      problems.push(`${file} must have <!-- ${name}:begin --> and, after it, <!-- ${name}:end -->\n`)
    } else if (values.check && after !== before) {
      problems.push(`${file} is stale in its part ${name}; run: npm run generate\n`)
    } else if (!values.check) {
      await writeFile(file, after)
    }
  }
  return { exitCode: Math.min(problems.length, 1), stdout: '', stderr: problems.join('') }
}

/** The settings of config.ts as a Markdown table. */
export function settingsTable(): string {
  const rows = Object.entries<Setting>(settings).map(
    ([name, setting]) => `| \`${name}\` | ${shownDefault(setting)} | ${cell(setting.description)} |\n`,
  )
  return `\n| Variable | Default | Meaning |\n|---|---|---|\n${rows.join('')}\n`
}

function shownDefault(setting: Setting): string {
  if (setting.default === undefined) return ''
  if (setting.productionDefault === undefined) return `\`${setting.default}\``
  return `\`${setting.default}\`; in production \`${setting.productionDefault}\``
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

await runWhenProgram(import.meta.url, usage, main)
