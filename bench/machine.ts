import { availableParallelism, cpus, platform, release, totalmem } from 'node:os'

/** Describes the machine of the measurement. */
export const machine = (): string =>
  [
    `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}`,
    `${Math.round(totalmem() / 1024 ** 3)} GiB`,
    `${platform()} ${release()}`,
    `Node ${process.version}`,
  ].join(', ')
