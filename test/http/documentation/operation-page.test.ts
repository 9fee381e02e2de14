import t from 'tap'
import { operationPage } from '../../../src/http/documentation/operation-page.ts'
import { contractOf, shop } from './fixture.ts'

const getThing = `# Get a thing

\`GET /things/{thing_id}\`

- Operation id: \`getThing\`
- Access: bearer token with the permission \`catalog:read\` (role \`ANALYST\` or \`ORGANIZATION_ADMIN\` or \`SYSTEM_ADMIN\`)
- Rules of every operation (lists, ETags, retries, errors): [conventions](/docs/conventions.md)

## Request

\`\`\`sh
curl --include --request GET "$SOURCEBOOK_URL/things/$THING_ID" \\
  --header "Authorization: Bearer $SOURCEBOOK_TOKEN"
\`\`\`

### Parameters

| Name | In | Type | Required | Constraints | Description |
| --- | --- | --- | --- | --- | --- |
| \`thing_id\` | path | string (uuid) | yes |  | The id. |
| \`fields\` | query | array of string, comma-separated | no | maxItems \`5\`; each: one of \`"id"\`, \`"name"\` |  |

## Response

### 200

The thing.

| Header | Type | Description |
| --- | --- | --- |
| \`ETag\` | string | The version. |
| \`X-Plain\` | string |  |

Body as \`application/json\`:

| Field | Type | Always there | Constraints |
| --- | --- | --- | --- |
| \`id\` | integer | no |  |
| \`name\` | string | yes | maxLength \`9\` |

\`\`\`json
{
  "id": 1,
  "name": "Lamp"
}
\`\`\`

Body as \`application/x-ndjson\`:

\`\`\`
{"id":1}
{"id":2}
\`\`\`

### 304

It has not changed.

No body.

## Problems

As \`application/problem+json\` (RFC 9457). Let programs decide by \`code\`; each code has a page that says what to do.

| Status | Codes | When |
| --- | --- | --- |
| 404 | [thing_not_found](/docs/problems/thing_not_found) | There is no such thing. |

Examples, one a line:

\`\`\`json
{"type":"/docs/problems/thing_not_found","status":404,"code":"thing_not_found"}
\`\`\`
`

t.equal(operationPage(shop, 'getThing'), getThing, 'a complete page')

t.test('a page of an operation with a body', async (t) => {
  const page = operationPage(shop, 'replaceThing')
  t.match(page, '\n\nPuts another thing in its place.\n\n')
  t.match(page, 'permission `catalog:write` (role `ORGANIZATION_ADMIN` or `SYSTEM_ADMIN`)')
  t.match(
    page,
    '### Body\n\nSomething to sell.\n\nRequired, as `application/json`. Unknown fields are refused.',
  )
  t.match(page, '| `name` | string | yes | maxLength `9` |\n\nA lamp:\n\n```json\n{\n  "name": "Ann\'s lamp"')
  t.match(page, '\n\nExample:\n\n```json\n{\n  "name": "Chair"')
  t.match(page, '| 409 | [name_taken](/docs/problems/name_taken) | The name is taken. | `Retry-After` |')
  t.match(page, '| 500 |  | A mistake. |  |', 'a problem without an example')
})

t.test('a page of a minimal operation', async (t) => {
  const page = operationPage(shop, 'getHours')
  t.match(page, '# getHours\n\n`GET /hours`\n\n- Operation id: `getHours`\n- Access: public, no token needed')
  t.notMatch(page, /### Parameters|### Body|## Problems/)
})

t.test('a body that may be any object, with a description of its own', async (t) => {
  const content = { 'application/json': { schema: { type: 'object', additionalProperties: true } } }
  const page = operationPage(contractOf({ requestBody: { description: 'Whatever.', content } }), 'doIt')
  t.match(page, '### Body\n\nWhatever.\n\nRequired, as `application/json`. A field')
})

t.test('a large body, which may also be YAML', async (t) => {
  const media = { schema: { type: 'object', additionalProperties: true } }
  const content = { 'application/json': media, 'application/yaml': media }
  const page = operationPage(contractOf({ requestBody: { content }, 'x-body-limit': 2 ** 22 }), 'doIt')
  t.match(
    page,
    'as `application/json`, or as `application/yaml` with the same schema. It may have 4 MiB. A field',
  )
})

t.test('an unknown operation has no page', async (t) => {
  t.throws(() => operationPage(shop, 'sing'), { message: 'The contract has no operation sing.' })
})
