import { asCalledHere } from '../../called-here.ts'
import { addresses } from './addresses.ts'
import { type ContractDocument, listOperations } from './contract-document.ts'
import { blocks, code } from './markdown.ts'
import { titleOf } from './operation-page.ts'

/**
 * The index of the documentation for agents, in the format of https://llmstxt.org: title, summary, first
 * steps, and sections of links, one for each tag of the contract.
 */
export function indexPage(document: ContractDocument): string {
  const { info, tags = [] } = document
  const operations = listOperations(document)
  const sections = tags.map(({ name, description = '' }) => {
    const links = operations
      .filter(({ section }) => section === name)
      .map((placed) =>
        link(titleOf(placed), addresses.operation(placed.id), `${placed.method} ${placed.path}`),
      )
    return blocks(
      `## ${[name, description.trim().replace(/\.$/, '')].filter(Boolean).join(': ')}`,
      links.join('\n'),
    )
  })
  return `${blocks(
    `# ${info.title}`,
    `> ${info.summary ?? `The HTTP API of ${info.title}.`}`,
    firstSteps,
    blocks('## Rules', rules.join('\n')),
    ...sections,
    blocks('## Contract', contract.join('\n')),
  )}\n`
}

/** The Markdown page with the rules for all operations. */
export function conventionsPage({ info }: ContractDocument): string {
  return `${blocks(`# ${info.title}: conventions`, info.description ?? '')}\n`
}

const firstSteps = `Paths in this documentation are relative to the server that serves it; the examples call its address
${code('$SOURCEBOOK_URL')}, e.g. ${code('http://127.0.0.1:3000')}. Every operation takes the header
${code('Authorization: Bearer $SOURCEBOOK_TOKEN')}. The operator of the server issues tokens; in the folder of the server,
${code(asCalledHere('npm run --silent token -- --role ORGANIZATION_ADMIN'))} prints one. Bodies are JSON, with
${code('Content-Type: application/json')}. Ids are UUIDs, which creates and lists return: list the integration sources to
find a ${code('source_id')}, and the databases of a source to find a ${code('database_id')}. The page of an operation has
all that a call needs: an example to paste, fields, answers and problems. The examples use the ids of the demo
organization, so they work in a shell where these two variables are set.`

const rules = [
  link('First steps', addresses.firstSteps, 'from a token to a described database, in a shell'),
  link('Conventions', addresses.conventions, 'authentication, lists, updates, ETags, retries, errors'),
  link('Problems', addresses.problems, 'every error code, its meaning and its remedy'),
  link('Problems of every operation', addresses.sharedProblems, 'the pages of operations do not repeat them'),
]

const contract = [
  link('OpenAPI 3.1 in YAML', '/openapi.yaml', 'the source of this documentation'),
  link('OpenAPI 3.1 in JSON', '/openapi.json', 'the same document'),
  link('OpenAPI 3.0 in JSON', '/openapi-3.0.json', 'the same API, for tools that do not read 3.1'),
  link(
    'OpenAPI 3.0 in JSON, only JSON bodies',
    '/openapi-json-only.json',
    'for generators that support one media type a body, or that make members with a default required',
  ),
  link('Postman collection', addresses.postman, 'version 2.1, which Bruno imports, too; set its variables'),
  link('Interactive reference', addresses.reference, 'for people, in a browser'),
]

function link(title: string, address: string, note: string): string {
  return `- [${title}](${address}): ${note}`
}
