/** The result of one part of a command. */
export interface Part {
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** What was done, or why it was skipped. */
  readonly summary: string
  /** Details about the cause of a failure. */
  readonly details?: string
}

const print = (text: string) => process.stdout.write(`${text}\n`)

/** Runs a part. An exception counts as a failure; the printed line has the duration. */
export async function runPart(name: string, work: () => Promise<Omit<Part, 'name'>>): Promise<Part> {
  const begin = Date.now()
  const result = await work().catch((error: unknown) => ({
    outcome: 'failed' as const,
    summary: 'it could not be carried out',
    details: String((error as Error).stack ?? error),
  }))
  const seconds = Math.round((Date.now() - begin) / 1000)
  const part: Part = { name, ...result }
  if (part.details && part.outcome === 'failed') print(part.details)
  print(`${part.outcome}: ${name}: ${part.summary} (${seconds} s)`)
  return part
}

/**
 * Prints the last line of a command, and makes the process fail when a part failed; with `noneSkipped` also
 * when one was skipped.
 */
export function conclude(parts: readonly Part[], { noneSkipped = false } = {}): void {
  const count = (outcome: Part['outcome']) => parts.filter((part) => part.outcome === outcome).length
  print(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`)
  if (count('failed') > 0 || (noneSkipped && count('skipped') > 0)) process.exitCode = 1
}

/** Runs several parts, `limit` at a time. */
export async function inParallel<Result>(
  limit: number,
  works: readonly (() => Promise<Result>)[],
): Promise<Result[]> {
  const results: Result[] = []
  const waiting = works.entries()
  const worker = async () => {
    for (const [index, work] of waiting) results[index] = await work()
  }
  await Promise.all(Array.from({ length: limit }, worker))
  return results
}
