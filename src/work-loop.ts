export interface WorkLoop {
  /** Starts the loop, or makes it run once more. Resolves when no work is left. */
  wake(): Promise<void>
}

/**
 * Creates a loop that, once woken, calls `work` until no work is left, one call at a time. When it is woken
 * during the last call, it calls `work` once more.
 *
 * @param work resolves to whether it found work
 * @param onError gets the errors of `work`; the loop then stops until it is woken again
 */
export function createWorkLoop(work: () => Promise<boolean>, onError: (error: Error) => void): WorkLoop {
  let isWoken = false
  let running: Promise<void> | undefined
  const drain = async () => {
    try {
      while (isWoken) {
        isWoken = false
        if (await work()) isWoken = true
      }
    } catch (error) {
      onError(error as Error)
    } finally {
      running = undefined
    }
  }
  return {
    wake: () => {
      isWoken = true
      running ??= drain()
      return running
    },
  }
}
