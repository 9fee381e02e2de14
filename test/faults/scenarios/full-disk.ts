import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'

/** Long enough for PostgreSQL to need another WAL segment, without which it stops and restarts. */
const full = 4_000

/** The size of the disk, which PostgreSQL shares with bodies that are too long for memory. */
export const fullDisk: Scenario = {
  name: 'full-disk',
  description: 'the disk of PostgreSQL and of temporary files is full for four seconds',
  diskMebibytes: 512,
  async inflict({ disk }) {
    await disk?.fill()
    await sleep(full)
    await disk?.empty()
    return undefined
  },
}
