import t from 'tap'
import { findPhrases, problemsOf } from './rules.ts'

const table: readonly [text: string, found: readonly string[]][] = [
  ['It cannot be read. There is no table, and it is no longer used.', []],
  ['There is no such table.', []],
  ['It can not be read.', ['1: can not']],
  ['Whoever asks, sees what became of it.', ['1: Whoever', '1: became of']],
  ['A table\nis no database, and is read anew.', ['2: is no', '2: anew']],
  ['// What becomes\n  // of a row', ['1: becomes // of']],
  ['/**\n * It can\n * not.\n */', ['2: can * not']],
  [
    'The word of people keeps nothing from the others.',
    ['1: word of people', '1: keeps nothing from the others'],
  ],
]

for (const [text, found] of table) {
  t.test(text, async (t) => {
    const lines = findPhrases(text).map((finding) => `${finding.line}: ${finding.found}`)
    t.strictSame(lines, found)
  })
}

t.test('a problem names its file and line', async (t) => {
  const texts = new Map([
    ['a.md', 'It can not.'],
    ['c.md', 'It cannot.'],
  ])
  t.strictSame(problemsOf(texts), ['a.md:1: do not write "can not", write "cannot"'])
})
