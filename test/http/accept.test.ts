import t from 'tap'
import { prefersLines } from '../../src/http/answering/accept.ts'

t.test('NDJSON is answered to clients that prefer it to JSON', async (t) => {
  const table: [accept: string | undefined, want: boolean][] = [
    [undefined, false],
    ['*/*', false],
    ['application/json', false],
    ['application/x-ndjson', true],
    ['Application/X-NDJSON; charset=utf-8', true],
    ['application/x-ndjson, */*', true],
    ['application/x-ndjson;q=0', false],
    ['application/json, application/x-ndjson, application/problem+json', false],
    ['application/x-ndjson, application/json; q=0.5', true],
    ['application/x-ndjson;q=0.2, application/json; q=0.5', false],
    ['application/x-ndjson-like', false],
  ]
  for (const [accept, want] of table) t.equal(prefersLines(accept), want, String(accept))
})
