/** Processes and folders that must not be left behind. */
export interface Resources {
  /** Registers a resource that is being created, and waits for it. Throws when the release has begun. */
  add<Resource>(
    making: Promise<Resource>,
    release: (resource: Resource) => Promise<unknown>,
  ): Promise<Resource>
  /** Releases everything, the latest first, also pending resources. Later calls wait for the first. */
  release(): Promise<void>
  /** Whether the release has begun. */
  isReleased(): boolean
}

/** Makes an empty collection. */
export function createResources(): Resources {
  const releases: (() => Promise<unknown>)[] = []
  let released: Promise<void> | undefined

  const releaseAll = async () => {
    for (const release of releases.reverse()) {
      await release().catch((error: Error) => process.stderr.write(`${error.stack}\n`))
    }
  }
  return {
    async add(making, release) {
      releases.push(() => making.then(release, () => undefined))
      const resource = await making
      if (released) throw new Error('interrupted')
      return resource
    },
    release() {
      released ??= releaseAll()
      return released
    },
    isReleased: () => released !== undefined,
  }
}
