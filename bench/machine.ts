import { availableParallelism, cpus, platform, release, totalmem } from 'node:os'

/** Says on what the figures were measured. */
export const machine = (): string =>
  [
    `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}`,
    `${Math.round(totalmem() / 1024 ** 3)} GiB`,
    `${platform()} ${release()}`,
    `Node ${process.version}`,
  ].join(', ')
