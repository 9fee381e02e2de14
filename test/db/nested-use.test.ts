import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import ts from 'typescript'
import { packageRoot } from '../../src/package-root.ts'

const sources = join(packageRoot, 'src')

/** The executor in `a.b.transaction(…)` as it is written: `a.b`. */
const executorOf = (node: ts.Node, source: ts.SourceFile): string | undefined =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  ['transaction', 'begin', 'savepoint'].includes(node.expression.name.text)
    ? node.expression.expression.getText(source)
    : undefined

/** Where a text uses an executor within a transaction of that executor, which takes a second connection. */
function nestedUses(name: string, text: string): string[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const look = (node: ts.Node, held: readonly string[]): void => {
    const isUse = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)
    const isName = ts.isPropertyAccessExpression(node.parent ?? node) && node.parent.getChildAt(2) === node
    const isKey =
      node.parent &&
      ((ts.isPropertyAssignment(node.parent) && node.parent.name === node) ||
        (ts.isBindingElement(node.parent) && node.parent.propertyName === node))
    if (isUse && !isName && !isKey && held.includes(node.getText(source))) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
      found.push(`${name}:${line + 1} ${node.getText(source)}`)
    }
    const executor = executorOf(node, source)
    if (executor === undefined) {
      ts.forEachChild(node, (child) => look(child, held))
      return
    }
    const { expression, arguments: given } = node as ts.CallExpression
    look(expression, held)
    for (const argument of given) look(argument, [...held, executor])
  }
  look(source, [])
  return found
}

t.test('within a transaction, nothing uses the executor that began it', async (t) => {
  const files = (await readdir(sources, { recursive: true })).filter((name) => name.endsWith('.ts'))
  t.ok(files.length > 100)
  for (const name of files) t.strictSame(nestedUses(name, await readFile(join(sources, name), 'utf8')), [])

  const nested = `database.transaction(async (transaction) => { await find(database, transaction) })`
  t.strictSame(nestedUses('one', nested), ['one:1 database'])
  t.strictSame(
    nestedUses('one', 'database.transaction((own, { database: a }) => own.b({ database: 1 }).a.database)'),
    [],
  )
})
