import type { Answer } from '../binding/operation.ts'
import { ProblemError } from '../problems/problem.ts'

/** How a list is written. */
export interface ListForm {
  contentType: string
  begin: string
  /** Before every item but the first. */
  separator: string
  /** After every item. */
  terminator: string
  end: string
}

/** A JSON array. Without its end it cannot be parsed, so that what broke off never looks complete. */
export const arrayForm: ListForm = {
  contentType: 'application/json',
  begin: '[',
  separator: ',',
  terminator: '',
  end: ']\n',
}

/** One object a line. */
export const linesForm: ListForm = {
  contentType: 'application/x-ndjson',
  begin: '',
  separator: '',
  terminator: '\n',
  end: '',
}

/** So many characters are written at once, so that large items do not gather in memory. */
const writtenAtOnce = 64 * 1024

/**
 * The items of a whole list, part by part.
 *
 * @param first the answer with the first part
 * @param readNext reads the part that a query leads to
 * @throws ProblemError when a part is answered with a problem, e.g. because its parent was deleted meanwhile
 */
export async function* everyPart(
  first: Answer,
  readNext: (next: Readonly<Record<string, string>>) => Promise<Answer>,
): AsyncGenerator<readonly unknown[]> {
  for (let answer = first; ; answer = await readNext(answer.next)) {
    if (answer.problem) throw new ProblemError(answer.problem.code)
    yield answer.items as readonly unknown[]
    if (!answer.next) return
  }
}

/** Writes the parts of a list as text, in pieces of bounded length. */
export async function* listText(
  parts: AsyncIterable<readonly unknown[]>,
  write: (item: unknown) => string,
  { begin, separator, terminator, end }: ListForm,
): AsyncGenerator<string> {
  let text = begin
  let isFirst = true
  for await (const items of parts) {
    for (const item of items) {
      text += `${isFirst ? '' : separator}${write(item)}${terminator}`
      isFirst = false
      if (text.length < writtenAtOnce) continue
      yield text
      text = ''
    }
  }
  yield text + end
}
