import t from 'tap'
import { operationPage } from '../../../src/http/documentation/operation-page.ts'
import { sharedProblemsPage } from '../../../src/http/documentation/response-sections.ts'
import { contractOf, shop } from './fixture.ts'

const missing = '#/components/responses/NotFound'
const document = {
  ...shop,
  paths: {
    '/a': contractOf({ responses: { '404': { $ref: missing }, '409': { description: 'Taken.' } } }).paths[
      '/things'
    ],
    '/b': contractOf({ operationId: 'other', responses: { '404': { $ref: missing } } }).paths['/things'],
  },
} as typeof shop

t.match(
  sharedProblemsPage(document),
  '| 404 | [thing_not_found](/docs/problems/thing_not_found) | There is no such thing. |',
  'common problems are described once',
)
const page = operationPage(document, 'other')
t.notMatch(page, 'thing_not_found', 'and not on the pages of operations')
t.match(
  page,
  /\n\nEvery operation can answer with the \[shared problems\]\(\/docs\/shared-problems\.md\), too\.\n$/,
)
t.match(
  sharedProblemsPage({ ...shop, paths: {} }),
  '# Problems of every operation',
  'a contract without operations',
)
