import t from 'tap'
import { problemIndexPage, problemPage } from '../../../src/http/documentation/problem-pages.ts'
import { shop } from './fixture.ts'

const notFound = { status: 404, title: 'There is no such thing', description: 'It was sold. Look again.' }
const busy = { status: 429, title: 'Busy', description: 'Wait.' }

t.equal(
  problemPage(shop, 'thing_not_found', notFound),
  `# There is no such thing

Status \`404\`, code \`thing_not_found\`.

It was sold. Look again.

For example:

\`\`\`json
{
  "type": "/docs/problems/thing_not_found",
  "status": 404,
  "code": "thing_not_found"
}
\`\`\`

Operations that can answer with it:

- [Get a thing](/docs/operations/getThing.md)
- [Replace a thing](/docs/operations/replaceThing.md)

[All problems](/docs/problems)
`,
  'a problem of operations',
)

t.equal(
  problemPage(shop, 'busy', busy),
  '# Busy\n\nStatus `429`, code `busy`.\n\nWait.\n\n[All problems](/docs/problems)\n',
  'a problem that no operation has an example of',
)

t.match(
  problemIndexPage({ busy, thing_not_found: notFound }),
  `| Status | Code | Title | What happened and what to do |
| --- | --- | --- | --- |
| 404 | [thing_not_found](/docs/problems/thing_not_found) | There is no such thing | It was sold. Look again. |
| 429 | [busy](/docs/problems/busy) | Busy | Wait. |`,
  'the list of problems is in the order of their status',
)
