import t from 'tap'
import { parseBounded } from '../../src/http/reading/json-body.ts'
import { jsonComplexity, piecesLimits, uploadLimits } from '../../src/http/reading/json-complexity.ts'
import { build } from '../helper.ts'

t.test('the complexity of a text is known before it is parsed', async (t) => {
  const of = (text: string) => jsonComplexity(Buffer.from(text))
  t.strictSame(of('1'), { values: 1, members: 0, names: 0, fault: undefined })
  t.match(of('{"a":[1,2,{}],"b":1,"c":2}'), { values: 8, members: 3, names: 3 })
  t.match(of('"{[,\\"{[,"'), { values: 1, members: 0 })
  t.match(of(']]]],{'), { values: 3 })
  t.match(of('"abc'), { values: 1, fault: undefined })
})

t.test('bodies of the smallest realistic values are accepted up to the limit of bytes', async (t) => {
  const repeated = (bytes: number, part: (number: number) => string) => {
    const parts: string[] = []
    for (let length = 0; length < bytes; length += String(parts.at(-1)).length + 1)
      parts.push(part(parts.length))
    return parts
  }
  const table = (number: number) => `{"name":"${number.toString(36)}","columns":[]}`
  const column = (number: number) => `"column_${number.toString(36)}":{"description":"x"}`
  const snapshot = `[${repeated(2 ** 20, table)}]`
  const plan = `{"databases":{"shop":{"tables":{"orders":{"columns":{${repeated(4 * 2 ** 20, column)}}}}}}}`
  for (const text of [snapshot, plan]) t.ok(await parseBounded(Buffer.from(text), piecesLimits))
})

t.test('a short body with many values is refused', async (t) => {
  const { call, tenant } = await build(t)
  const { params, admin } = await tenant()
  const database = await call('createIntegrationSourceDatabase', {
    params,
    token: admin,
    body: { name: 'a' },
  })
  const place = { ...params, database_id: String(database.json().id) }
  const many = `[${'{},'.repeat(uploadLimits.values)}{}]`
  const whole = await call('putDatabaseSnapshot', { params: place, token: admin, body: many })
  t.equal(whole.statusCode, 422)
  t.match(whole.json(), { code: 'body_too_complex', errors: [{ pointer: '', type: 'too_complex' }] })
  const lines = await call('putDatabaseSnapshot', {
    params: place,
    token: admin,
    body: `${'{"name":"a","columns":[]}\n'.repeat(250)}${many}\n   \n{`,
    headers: { 'content-type': 'application/x-ndjson' },
  })
  t.match(JSON.stringify(lines.json()), /at most 300000 values/)
  t.match(JSON.stringify(lines.json()), /cannot be parsed/)
})
