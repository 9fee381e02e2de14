import type { ProblemKind } from '../problems/catalogue.ts'
import { addresses } from './addresses.ts'
import type { ContractDocument } from './contract-document.ts'
import { escapeHtml, htmlPage, inlineHtml, linkHtml } from './html.ts'
import { titleOf } from './operation-page.ts'
import { byStatus, type ProblemCatalogue, usesOf } from './problem-pages.ts'

/** `problemPage` as HTML, for people who open the `type` of a problem in a browser. */
export function problemHtml(document: ContractDocument, name: string, problem: ProblemKind): string {
  const uses = usesOf(document, name)
  const examples = uses
    .slice(0, 1)
    .map(({ example }) => `<p>For example:</p>\n<pre>${escapeHtml(JSON.stringify(example, null, 2))}</pre>`)
  const operations = uses.map(
    ({ placed }) => `<li>${linkHtml(addresses.operation(placed.id), titleOf(placed))}</li>`,
  )
  return htmlPage(
    problem.title,
    `<p>Status <code>${problem.status}</code>, code <code>${name}</code>.</p>`,
    `<p>${inlineHtml(problem.description)}</p>`,
    ...examples,
    operations.length === 0
      ? ''
      : `<p>Operations that can answer with it:</p>\n<ul>\n${operations.join('\n')}\n</ul>`,
    `<p>${linkHtml(addresses.problems, 'All problems')}</p>`,
  )
}

/** `problemIndexPage` as HTML. */
export function problemIndexHtml(catalogue: ProblemCatalogue): string {
  const rows = byStatus(catalogue).map(
    ([name, { status, title }]) =>
      `<tr><td>${status}</td><td>${linkHtml(addresses.problem(name), name)}</td><td>${escapeHtml(title)}</td></tr>`,
  )
  return htmlPage('Problems', `<table>\n${rows.join('\n')}\n</table>`)
}
