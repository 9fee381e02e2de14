import { asCalledHere } from '../../called-here.ts'
import { DEMO_SOURCE_ID } from '../../identity/demo.ts'
import { addresses } from './addresses.ts'
import { blocks, code, codeBlock } from './markdown.ts'

const source = `$SOURCEBOOK_URL/api/integration-sources/${DEMO_SOURCE_ID}`
const token = '--header "Authorization: Bearer $SOURCEBOOK_TOKEN"'
const json = '--header "Content-Type: application/json"'
const curl = (...words: string[]) => ['curl --fail-with-body --silent --show-error', ...words].join(' \\\n  ')

const steps: [text: string, script: string][] = [
  [
    'List the sources of your organization. The demo organization has some from the first start on.',
    curl(token, '"$SOURCEBOOK_URL/api/integration-sources"'),
  ],
  [
    'Create a database, or find it if it exists already, and store its id.',
    `DATABASE_ID=$(${curl('--request PUT', token, json, `"${source}/databases/by-name/first-steps"`, `--data '{"priority": 20}'`)} |
  sed 's/^{"id":"\\([^"]*\\)".*/\\1/')
echo "$DATABASE_ID"`,
  ],
  [
    'Fill it with a table and its columns, as a crawler does.',
    curl(
      '--request PUT',
      token,
      json,
      `"${source}/databases/$DATABASE_ID/snapshot"`,
      `--data '[{"schema_name": "sales", "name": "orders", "columns": [{"name": "id", "is_primary_key": true}]}]'`,
    ),
  ],
  [
    'Describe it. The text of a person wins over the text of a machine.',
    curl(
      '--request PUT',
      token,
      json,
      `"$SOURCEBOOK_URL/api/integration-sources/descriptions/$DATABASE_ID/layers/manual_edit"`,
      `--data '{"description": "A first database."}'`,
    ),
  ],
  ['Read it as an analyst does.', curl(token, `"${source}/databases/$DATABASE_ID"`)],
]

/** The Markdown page with commands to paste one by one, from a token to a described database. */
export function firstStepsPage(): string {
  return `${blocks(
    '# First steps',
    `Set the address of the server and a token of an administrator of the demo organization. In the folder of the server, ${code(asCalledHere('npm run token'))} prints one.`,
    codeBlock(
      'sh',
      [
        'export SOURCEBOOK_URL=http://127.0.0.1:3000',
        `export SOURCEBOOK_TOKEN=$(${asCalledHere('npm run --silent token -- --role ORGANIZATION_ADMIN')})`,
      ].join('\n'),
    ),
    ...steps.map(([text, script]) => blocks(text, codeBlock('sh', script))),
    `Read on: [all operations](${addresses.index}), and the [conventions](${addresses.conventions}) for all of them.`,
  )}\n`
}
