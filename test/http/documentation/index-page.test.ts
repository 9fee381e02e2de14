import t from 'tap'
import { conventionsPage, indexPage } from '../../../src/http/documentation/index-page.ts'
import { contractOf, shop } from './fixture.ts'

t.test('the index has the format of llmstxt.org', async (t) => {
  const [title, summary, start, ...sections] = indexPage(shop).split(/\n\n(?!- )/)
  t.equal(title, '# Shop')
  t.equal(summary, '> Sells things.')
  t.match(start, '`Authorization: Bearer $SOURCEBOOK_TOKEN`')
  t.strictSame(
    sections.map((section) => section.split('\n')[0]),
    ['## Rules', '## Things: What is sold', '## Nothing', '## Contract'],
  )
  for (const section of sections) {
    const [, ...links] = section.trimEnd().split('\n')
    for (const line of links) t.match(line, /^$|^- \[[^\]]+\]\(\/[^)]+\): .+$/, 'a section has only links')
  }
  t.match(indexPage(shop), '\n- [Get a thing](/docs/operations/getThing.md): GET /things/{thing_id}\n')
})

t.test('a contract without summary, description and tags', async (t) => {
  const bare = contractOf({})
  t.match(indexPage(bare), '# Shop\n\n> The HTTP API of Shop.\n\n')
  t.equal(conventionsPage(bare), '# Shop: conventions\n')
})

t.equal(conventionsPage(shop), '# Shop: conventions\n\n## Conventions\n\nBe kind.\n', 'the conventions')
