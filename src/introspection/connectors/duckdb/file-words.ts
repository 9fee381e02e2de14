import { ConnectorError } from '../connector-error.ts'
import type { ShownFile } from './show-files.ts'

/** How many files one message describes. */
const maximumDescribed = 5

const sentence = (name: string, rest: string) => `The file ${JSON.stringify(name.toWellFormed())} ${rest}`

/** Sentences for the user about a file: why it cannot be read, or what was guessed about it. */
export const sentencesOf = ({ name, problem, notes }: ShownFile): string[] =>
  (problem === null ? notes : [problem]).map((rest) => sentence(name, rest))

const unreadableOf = (files: readonly ShownFile[]) => files.filter(({ problem }) => problem !== null)

/** Describes files that cannot be read; if there are many, only the first ones. */
function describeUnreadable(files: readonly ShownFile[]): string {
  const sentences = files.slice(0, maximumDescribed).flatMap(sentencesOf).join(' ')
  const more = files.length - maximumDescribed
  return more > 0 ? `${sentences} ${more} more cannot be read.` : sentences
}

/**
 * Checks that at least one file can be read; a listing without any is a failure.
 *
 * @throws ConnectorError file_unreadable, whose message describes the files
 */
export function assertSomeReadable(files: readonly ShownFile[]): void {
  const unreadable = unreadableOf(files)
  if (unreadable.length === files.length) {
    throw new ConnectorError('file_unreadable', { detail: describeUnreadable(unreadable) })
  }
}

/** The result of a connection test: how many files can be read, and why the others cannot. */
export function readableSummary(files: readonly ShownFile[]): string {
  const unreadable = unreadableOf(files)
  return unreadable.length === 0
    ? 'The catalog can be read.'
    : `${files.length - unreadable.length} of ${files.length} files can be read. ${describeUnreadable(unreadable)}`
}
