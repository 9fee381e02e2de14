/** What became of work: what it resolved to, or why it did not; `timed_out` when it took too long. */
export type Outcome<Details> = { details: Details } | { failure: unknown }

/**
 * Makes the function that carries out `work` and waits for it for so many milliseconds at most; it never rejects. Whoever
 * asks while it still runs waits for that one: a database that hangs must not collect work.
 */
export function boundedWork<Details>(
  work: () => Promise<Details>,
  milliseconds: number,
): () => Promise<Outcome<Details>> {
  let running: Promise<Details> | undefined
  const start = () => {
    running ??= Promise.resolve()
      .then(work)
      .finally(() => {
        running = undefined
      })
    return running
  }
  return () => withinTime(start(), milliseconds)
}

function withinTime<Details>(work: Promise<Details>, milliseconds: number): Promise<Outcome<Details>> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds, { failure: 'timed_out' })
    work.then(
      (details) => {
        clearTimeout(timer)
        resolve({ details })
      },
      (failure: unknown) => {
        clearTimeout(timer)
        resolve({ failure })
      },
    )
  })
}
