import { type ProblemResult, problemOf } from '../problems/problem.ts'
import { parseYaml } from './yaml.ts'

/** What a process answers that reads a document. */
export type YamlReply =
  | {
      /** As `parseYaml` makes them: the bytes of an Int32Array, in base64. */
      places: string
      value: unknown
    }
  | { problem: ProblemResult['problem'] }

/**
 * A document, or the problem that it is, as the JSON of a `YamlReply`.
 *
 * @throws what is no problem of the document
 */
export function answerYaml(text: string): string {
  try {
    const { json, places } = parseYaml(text)
    return `{"places":"${Buffer.from(places.buffer).toString('base64')}","value":${json}}`
  } catch (error) {
    return JSON.stringify({ problem: problemOf(error) })
  }
}
