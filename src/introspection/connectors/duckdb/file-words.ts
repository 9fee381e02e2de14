import { ConnectorError } from '../connector-error.ts'
import type { ShownFile } from './show-files.ts'

/** How many files are named in one text. */
const namedAtOnce = 5

const sentence = (name: string, rest: string) => `The file ${JSON.stringify(name.toWellFormed())} ${rest}`

/** What is to be told of a file, in sentences: why it cannot be read, or what was guessed about it. */
export const sentencesOf = ({ name, problem, notes }: ShownFile): string[] =>
  (problem === null ? notes : [problem]).map((rest) => sentence(name, rest))

const unreadableOf = (files: readonly ShownFile[]) => files.filter(({ problem }) => problem !== null)

/** What is told of the files that cannot be read; of many, of the first. */
function toldOf(files: readonly ShownFile[]): string {
  const told = files.slice(0, namedAtOnce).flatMap(sentencesOf).join(' ')
  const more = files.length - namedAtOnce
  return more > 0 ? `${told} Nor can ${more} more be read.` : told
}

/**
 * Sees that there is a file that can be read: who has read nothing at all has failed.
 *
 * @throws ConnectorError file_unreadable, which says why
 */
export function assertSomeReadable(files: readonly ShownFile[]): void {
  const unreadable = unreadableOf(files)
  if (unreadable.length === files.length) {
    throw new ConnectorError('file_unreadable', { detail: toldOf(unreadable) })
  }
}

/** What of the files can be read, for who tests a connection. */
export function toldOfAll(files: readonly ShownFile[]): string {
  const unreadable = unreadableOf(files)
  return unreadable.length === 0
    ? 'The catalog can be read.'
    : `${files.length - unreadable.length} of ${files.length} files can be read. ${toldOf(unreadable)}`
}
