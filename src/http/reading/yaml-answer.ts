import { type ProblemResult, problemOf } from '../problems/problem.ts'
import { parseYaml } from './yaml.ts'

/** The reply of the process that reads a document. */
export type YamlReply =
  | {
      /** The Int32Array of `parseYaml`, in base64. */
      places: string
      value: unknown
    }
  | { problem: ProblemResult['problem'] }

/**
 * Parses a document, and returns its value or the problem with it as the JSON of a `YamlReply`.
 *
 * @throws every error that the document did not cause
 */
export function answerYaml(text: string): string {
  try {
    const { json, places } = parseYaml(text)
    return `{"places":"${Buffer.from(places.buffer).toString('base64')}","value":${json}}`
  } catch (error) {
    return JSON.stringify({ problem: problemOf(error) })
  }
}
