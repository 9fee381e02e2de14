import { readFile } from 'node:fs/promises'
import t from 'tap'
import { clientExamples } from '../../src/commands/client-examples.ts'
import { main, settingsTable } from '../../src/commands/generate-documents.ts'
import { settings } from '../../src/config.ts'

const document = 'docs/configuration.md'
const workingFolder = process.cwd()
t.afterEach(() => process.chdir(workingFolder))

t.test('only the part between the markers is replaced', async (t) => {
  const clients = `<!-- clients:begin -->\n${await clientExamples()}<!-- clients:end -->\n`
  const stale = '# A\n<!-- settings:begin -->\nold<!-- settings:end -->\n$& rest\n'
  process.chdir(t.testdir({ docs: { 'configuration.md': stale, 'code-generators.md': clients } }))
  t.match(await main(['--check']), {
    exitCode: 1,
    stdout: '',
    stderr: /^docs\/configuration\.md is stale in its part settings; run: npm run generate\n$/,
  })
  t.match(await readFile(document, 'utf8'), 'old', '--check writes nothing')

  t.strictSame(await main([]), { exitCode: 0, stdout: '', stderr: '' })
  const expected = `# A\n<!-- settings:begin -->\n${settingsTable()}<!-- settings:end -->\n$& rest\n`
  t.equal(await readFile(document, 'utf8'), expected)
  t.strictSame(await main(['--check']), { exitCode: 0, stdout: '', stderr: '' })
  t.strictSame(await main([]), { exitCode: 0, stdout: '', stderr: '' })
  t.equal(await readFile(document, 'utf8'), expected, 'generating again changes nothing')
})

t.test('a document without its markers is an error', async (t) => {
  const text = '<!-- settings:end -->\n<!-- settings:begin -->\n'
  process.chdir(t.testdir({ docs: { 'configuration.md': text, 'code-generators.md': '' } }))
  for (const argv of [[], ['--check']]) {
    t.match(await main(argv), { exitCode: 1, stderr: /must have <!-- settings:begin --> and, after it/ })
  }
  t.equal(await readFile(document, 'utf8'), text)
})

t.test('the table lists every setting with its default and its meaning', async (t) => {
  const rows = settingsTable().trim().split('\n')
  t.strictSame(
    rows.slice(2).map((row) => row.split('`')[1]),
    Object.keys(settings),
  )
  t.ok(rows.includes('| `PORT` | `3000` | Port; 0 takes any free one. |'))
  t.ok(rows.some((row) => row.startsWith('| `DEMO` | `true`; in production `false` | ')))
  t.ok(rows.some((row) => row.startsWith('| `DATABASE_URL` |  | ')))
  for (const row of rows) t.equal(row.split(/(?<!\\)\|/).length, 5, row)
})

t.test('the client examples are the marked lines of files that a test runs', async (t) => {
  const text = await clientExamples()
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
  t.strictSame(
    blocks.map(([, language]) => language),
    ['ts', 'python', 'go', 'rust', 'java'],
  )
  for (const [, language, code = ''] of blocks) {
    t.match(code, /^\S/, `${language} is not indented`)
    t.match(code, 'Orders and customers')
  }
})

t.test('the documents of this project are up to date', async (t) => {
  t.strictSame(await main(['--check']), { exitCode: 0, stdout: '', stderr: '' })
})
