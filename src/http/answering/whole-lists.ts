import type { Answer } from '../binding/operation.ts'
import { ProblemError } from '../problems/problem.ts'

/** The syntax of a list. */
export interface ListForm {
  contentType: string
  begin: string
  /** Before every item except the first. */
  separator: string
  /** After every item. */
  terminator: string
  end: string
}

/** A JSON array. Without its end it cannot be parsed, so a list that broke off never looks complete. */
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

/** How many characters are written at once, so that large items do not collect in memory. */
const chunkLength = 64 * 1024

/**
 * Yields the items of a whole list, part by part.
 *
 * @param first the answer with the first part
 * @param readNext reads the part for a query
 * @throws ProblemError when a part is answered with a problem, e.g. because the parent has been deleted
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

/** Writes the parts of a list as text, in chunks of about 64 kB. */
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
      if (text.length < chunkLength) continue
      yield text
      text = ''
    }
  }
  yield text + end
}
