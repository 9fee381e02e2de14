import t from 'tap'
import { ProblemError, problemOf } from '../../src/http/problems/problem.ts'

t.test('an error becomes a problem, or is thrown again', async (t) => {
  t.match(problemOf(new ProblemError('invalid_json', { detail: 'No.' })), {
    code: 'invalid_json',
    detail: 'No.',
  })
  const bug = new TypeError('a bug')
  t.throws(() => problemOf(bug), bug)
})
