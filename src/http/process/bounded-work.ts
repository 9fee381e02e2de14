/** The result of work, or why it failed; `failure` is `timed_out` when it took too long. */
export type Outcome<Details> = { details: Details } | { failure: unknown }

/**
 * Creates a function that runs `work` and waits for it up to `milliseconds`; it never rejects. A call during
 * a run waits for that run instead of starting another one, so that no work piles up on a database that
 * hangs.
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
