import { addresses } from './addresses.ts'
import { type ContractDocument, listOperations } from './contract-document.ts'
import { firstStepsPage } from './first-steps-page.ts'
import { conventionsPage, indexPage } from './index-page.ts'
import { operationPage } from './operation-page.ts'
import { postmanCollection } from './postman-collection.ts'
import { problemHtml, problemIndexHtml } from './problem-html.ts'
import { type ProblemCatalogue, problemIndexPage, problemPage } from './problem-pages.ts'
import type { Page } from './publish.ts'
import { sharedProblemsPage } from './response-sections.ts'

const markdown = 'text/markdown; charset=utf-8'

/**
 * All pages about the contract and the catalogue of problems. A text is generated at the first request for
 * it.
 */
export function documentationPages(document: ContractDocument, catalogue: ProblemCatalogue): Page[] {
  const page = (url: string, text: () => string): Page => ({ url, contentType: markdown, text })
  return [
    ...[addresses.index, addresses.rootIndex].map((url) => ({
      url,
      contentType: 'text/plain; charset=utf-8',
      text: () => indexPage(document),
    })),
    page(addresses.firstSteps, firstStepsPage),
    {
      url: addresses.postman,
      contentType: 'application/json; charset=utf-8',
      text: () => JSON.stringify(postmanCollection(document)),
    },
    page(addresses.sharedProblems, () => sharedProblemsPage(document)),
    page(addresses.conventions, () => conventionsPage(document)),
    {
      ...page(addresses.problems, () => problemIndexPage(catalogue)),
      html: () => problemIndexHtml(catalogue),
    },
    ...Object.entries(catalogue).map(([name, problem]) => ({
      ...page(addresses.problem(name), () => problemPage(document, name, problem)),
      html: () => problemHtml(document, name, problem),
    })),
    ...listOperations(document).map(({ id }) =>
      page(addresses.operation(id), () => operationPage(document, id)),
    ),
  ]
}
