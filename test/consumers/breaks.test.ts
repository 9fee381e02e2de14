import t from 'tap'
import { unnamedBreaks } from './breaks.ts'

t.test('each breaking change must be named under the next release', async (t) => {
  const breaks = [
    { level: 3, operationId: 'getThing', text: 'removed' },
    { level: 3, operationId: 'getThing', text: 'changed' },
    { level: 2, operationId: 'listThings', text: 'perhaps' },
    { level: 3, text: 'everything' },
  ]
  const changelog = (unreleased: string) =>
    `# Changelog\n\n## Unreleased\n\n${unreleased}\n## 0.1.0\n\n### Breaking\n\n- \`getThing\`\n`
  const unnamed = (text: string) => unnamedBreaks(breaks, changelog(text))
  t.strictSame(unnamed('- `getThing` is better.\n'), ['getThing', 'the document'])
  t.strictSame(unnamed('### Breaking\n\n- `getThing` is gone.\n'), ['the document'])
  t.strictSame(unnamed('### Breaking\n\n- `getThing`, and `the document`.\n\n### Other\n'), [])
  t.strictSame(unnamedBreaks(breaks, ''), ['getThing', 'the document'])
  t.strictSame(unnamedBreaks(breaks, '## Unreleased\n\n### Breaking\n\n- `getThing`, `the document`'), [])
})
