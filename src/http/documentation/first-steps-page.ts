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
    'Ask who you are: the sources of your organization. Those of the demo organization are there from the first start on.',
    curl(token, '"$SOURCEBOOK_URL/api/integration-sources"'),
  ],
  [
    'Make a database, or find it if it is there already, and keep its id.',
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
    'Say what it means. A text of a person wins over one of a machine.',
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

/** The Markdown page that leads from a token to a described database, in commands to paste one after the other. */
export function firstStepsPage(): string {
  return `${blocks(
    '# First steps',
    `Where the server is, and a token of an administrator of the demo organization; in the folder of the server, ${code(asCalledHere('npm run token'))} prints one.`,
    codeBlock(
      'sh',
      [
        'export SOURCEBOOK_URL=http://127.0.0.1:3000',
        `export SOURCEBOOK_TOKEN=$(${asCalledHere('npm run --silent token -- --role ORGANIZATION_ADMIN')})`,
      ].join('\n'),
    ),
    ...steps.map(([text, script]) => blocks(text, codeBlock('sh', script))),
    `What else there is: [all operations](${addresses.index}), and the [rules](${addresses.conventions}) that hold for them.`,
  )}\n`
}
