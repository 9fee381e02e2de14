/** One finding of oasdiff; a finding with level 3 certainly breaks clients. */
export interface Break {
  readonly level: number
  readonly operationId?: string
  readonly text: string
}

/** The part of a Markdown text that begins with a heading, up to the next one of the same depth. */
function partOf(text: string, heading: string): string {
  const [depth] = heading.split(' ', 1)
  const parts = text.split(new RegExp(`^(?=${depth} )`, 'm'))
  return parts.find((part) => part.split('\n', 1)[0] === heading) ?? ''
}

/** The broken operations that the changelog does not name, as `operationId` in backticks. */
export function unnamedBreaks(breaks: readonly Break[], changelog: string): string[] {
  const section = partOf(partOf(changelog, '## Unreleased'), '### Breaking')
  const operations = breaks
    .filter(({ level }) => level >= 3)
    .map(({ operationId = 'the document' }) => operationId)
  return [...new Set(operations)].filter((operationId) => !section.includes(`\`${operationId}\``))
}
