import t from 'tap'
import { validationIssue } from '../../src/http/problems/validation-issues.ts'

const issue = (keyword: string, params: Record<string, unknown>, message?: string) =>
  validationIssue(
    { keyword, params, instancePath: '/a~1b/0', ...(message && { message }) } as never,
    'querystring',
  )

t.test('an issue has a pointer to the value and a message', async (t) => {
  t.strictSame(issue('minLength', { limit: 1 }), {
    pointer: '/a~1b/0',
    loc: ['query', 'a/b', '0'],
    msg: 'String should have at least 1 character',
    type: 'string_too_short',
  })
  t.match(issue('minLength', { limit: 2 }), { msg: 'String should have at least 2 characters' })
  t.match(issue('type', { type: ['integer', 'null'] }), { type: 'int_type' })
  t.match(issue('required', { missingProperty: 'c' }), { loc: ['query', 'a/b', '0', 'c'], type: 'missing' })
  for (const [keyword, type] of Object.entries({
    minItems: 'too_short',
    maxItems: 'too_long',
    pattern: 'string_pattern_mismatch',
  })) {
    t.match(issue(keyword, { limit: 1, pattern: 1 }), { msg: / 1 |'1'/, type })
  }
  t.match(issue('format', { format: 'date-time' }), { type: 'datetime_parsing' })
})

t.test('issues without a FastAPI equivalent have a message of their own', async (t) => {
  t.match(issue('type', { type: 'symbol' }), { msg: 'Input has a wrong type', type: 'type_error' })
  t.match(issue('format', { format: 'ipv4' }), { msg: 'Input should be a valid ipv4', type: 'value_error' })
  t.match(issue('multipleOf', {}, 'must be even'), { msg: 'must be even', type: 'multipleOf' })
  t.match(issue('multipleOf', {}), { msg: 'Input is not valid', type: 'multipleOf' })
  const place = validationIssue({ keyword: 'type', params: { type: 'object' }, instancePath: '' } as never)
  t.match(place, { loc: ['body'], pointer: '', type: 'dict_type' })
  t.match(validationIssue({ keyword: 'type', params: {}, instancePath: '' } as never, 'trailers'), {
    loc: ['trailers'],
  })
})
