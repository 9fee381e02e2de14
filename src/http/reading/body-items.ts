import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { FastifyRequest, FastifySchemaValidationError } from 'fastify'
import type { BodyItem } from '../../contract/handlers.ts'
import type { JsonSchema } from '../../contract/route-definition.ts'
import type { ValidationIssue } from '../../values/invalid-input.ts'
import { splitLines } from '../../values/lines.ts'
import { problemOf } from '../problems/problem.ts'
import { validationIssue } from '../problems/validation-issues.ts'
import { parseBounded } from './json-body.ts'
import { uploadLimits } from './json-complexity.ts'

/** How many lines are read before the event loop runs other work. */
const linesPerSlice = 200

const invalid = (line: number, detail: string, errors: ValidationIssue[] = []): BodyItem<never> => ({
  line,
  detail,
  errors,
})

const invalidAt = (line: number, issue: ValidationIssue) =>
  invalid(line, `${issue.loc.join('/')}: ${issue.msg}`, [issue])

/**
 * Reads the items of a body. An array has already been validated as a whole; the lines of a stream are
 * validated here, one by one. Blank lines are skipped.
 *
 * @param schema the schema of one line
 * @param maximumLength the longest line, in bytes
 */
export async function* bodyItems(
  request: FastifyRequest,
  { schema, maximumLength }: { schema: JsonSchema; maximumLength: number },
): AsyncGenerator<BodyItem<unknown>> {
  const { body } = request
  if (Array.isArray(body)) {
    for (const [index, item] of body.entries()) yield { line: index + 1, item }
    return
  }
  const validate = request.compileValidationSchema(schema, 'body')
  for await (const { number, bytes } of splitLines(body as Readable, maximumLength)) {
    // One chunk may hold many short lines; let the event loop run between them.
    if (number % linesPerSlice === 0) await setImmediate()
    yield* readLine(number, bytes, { maximumLength, validate })
  }
}

async function* readLine(
  line: number,
  bytes: Buffer | undefined,
  {
    maximumLength,
    validate,
  }: { maximumLength: number; validate: ReturnType<FastifyRequest['compileValidationSchema']> },
): AsyncGenerator<BodyItem<unknown>> {
  if (!bytes) return yield invalid(line, `The line is longer than ${maximumLength} bytes.`)
  if (!isUtf8(bytes)) return yield invalid(line, 'The line is not valid UTF-8.')
  if (bytes.toString('utf8', 0, 100).trim() === '' && bytes.toString().trim() === '') return
  let item: unknown
  try {
    item = await parseBounded(bytes, uploadLimits)
  } catch (error) {
    const [issue] = problemOf(error).errors ?? []
    return yield issue ? invalidAt(line, issue) : invalid(line, 'The line cannot be parsed as JSON.')
  }
  if (validate(item)) return yield { line, item }
  const [error] = validate.errors as unknown as [FastifySchemaValidationError]
  yield invalidAt(line, validationIssue(error))
}
