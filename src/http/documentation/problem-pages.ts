import type { ProblemKind } from '../problems/catalogue.ts'
import { addresses } from './addresses.ts'
import { type ContractDocument, listOperations } from './contract-document.ts'
import { blocks, code, jsonBlock, table } from './markdown.ts'
import { titleOf } from './operation-page.ts'
import { examplesOf, responsesOf } from './response-sections.ts'

/** Every problem by its stable code. */
export type ProblemCatalogue = Readonly<Record<string, ProblemKind>>

/** The operations with an example of a problem in the contract, each with that example. */
export const usesOf = (document: ContractDocument, name: string) =>
  listOperations(document).flatMap((placed) =>
    responsesOf(document, placed)
      .flatMap(([, { content }]) => examplesOf(content?.['application/problem+json']?.examples))
      .filter((example) => example.code === name)
      .map((example) => ({ placed, example })),
  )

/** The entries of the catalogue by ascending status. */
export const byStatus = (catalogue: ProblemCatalogue) =>
  Object.entries(catalogue).sort(([, one], [, other]) => one.status - other.status)

/**
 * The Markdown page that the `type` of a problem refers to: what happened, what to do about it, an example,
 * and the operations with an example of it in the contract.
 *
 * @param problem the entry of `name` in the catalogue
 */
export function problemPage(document: ContractDocument, name: string, problem: ProblemKind): string {
  const uses = usesOf(document, name)
  const operations = uses.map(({ placed }) => `- [${titleOf(placed)}](${addresses.operation(placed.id)})`)
  return `${blocks(
    `# ${problem.title}`,
    `Status ${code(String(problem.status))}, code ${code(name)}.`,
    problem.description,
    ...uses.slice(0, 1).map(({ example }) => blocks('For example:', jsonBlock(example))),
    operations.length === 0 ? '' : `Operations that can answer with it:\n\n${operations.join('\n')}`,
    `[All problems](${addresses.problems})`,
  )}\n`
}

/** The Markdown page that lists every problem, by status. */
export function problemIndexPage(catalogue: ProblemCatalogue): string {
  const rows = byStatus(catalogue).map(([name, { status, title, description }]) => [
    String(status),
    `[${name}](${addresses.problem(name)})`,
    title,
    description,
  ])
  return `${blocks(
    '# Problems',
    `Errors are ${code('application/problem+json')} (RFC 9457). ${code('code')} is stable and meant for programs, ${code('detail')} is for people, and ${code('type')} is the path of a page below. The log of the server has the request under ${code('request_id')}.`,
    table(['Status', 'Code', 'Title', 'What happened and what to do'], rows),
  )}\n`
}
