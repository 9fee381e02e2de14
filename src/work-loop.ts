/** Works when it is woken. */
export interface WorkLoop {
  /** Resolves when nothing is left to do; at once when it is not working. */
  wake(): Promise<void>
}

/**
 * Calls `work` until it says that it found nothing, whenever it is woken, and one call at a time. When it is woken during
 * the last call, it looks once more.
 *
 * @param work resolves to whether it found something to do
 * @param onError gets what `work` throws; the loop rests until it is woken again
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
