import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import t from 'tap'
import { packageRoot } from '../../src/package-root.ts'
import { documents, readDocument } from './documents.ts'

/** A page without its code, where brackets are not links. */
const proseOf = (text: string) =>
  text
    .replaceAll(/^ *```.*?^ *```$/gms, '')
    .replaceAll(/`[^`\n]*`/g, (code) => (code.includes('](') ? '' : code))

/** The anchors that GitHub derives from the headings of a page. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.replaceAll(/^ *```.*?^ *```$/gms, '').matchAll(/^#+ (.*)$/gm)]
  return new Set(
    headings.map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

/** The broken links of a page, as they are written. */
async function brokenLinks(page: string, text: string): Promise<string[]> {
  const targets = [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  const broken: string[] = []
  for (const target of targets.filter((name) => !/^https?:/.test(name))) {
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? page : normalize(join(dirname(page), path))
    const exists = path === '' || (!file.startsWith('..') && existsSync(join(packageRoot, file)))
    const hasAnchor = async () => anchorsOf(path === '' ? text : await readDocument(file)).has(String(anchor))
    if (!exists || (anchor !== undefined && !(await hasAnchor()))) broken.push(target)
  }
  return broken
}

t.test('every relative link and anchor of the documents works', async (t) => {
  let links = 0
  for (const page of documents) {
    const text = await readDocument(page)
    links += text.split('](').length - 1
    t.strictSame(await brokenLinks(page, text), [], page)
  }
  t.ok(links > 30, `${links} links`)
})

t.test('a broken link is found', async (t) => {
  const text =
    '# A b_c, d!\n[a](#a-b_c-d) [b](#x) [c](tokens.md#roles) [d](tokens.md#x) [e](x.md)\n`[f](g)`\n[h](../../x)'
  t.strictSame(await brokenLinks('docs/a.md', text), ['#x', 'tokens.md#x', 'x.md', '../../x'])
})

t.test('every page of docs/ can be reached from the README', async (t) => {
  const reached = new Set(['README.md'])
  for (const page of reached) {
    for (const [, target = ''] of proseOf(await readDocument(page)).matchAll(
      /\]\(([^)#\s]+\.md)(?:#[^)]*)?\)/g,
    )) {
      const file = normalize(join(dirname(page), target))
      if (documents.includes(file)) reached.add(file)
    }
  }
  t.strictSame(
    [...documents].filter((page) => !reached.has(page)),
    [],
  )
})
