import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'

/** Long enough for PostgreSQL to need another segment of its log, without which it stops and starts again. */
const full = 4_000

/** Of the disk, which the data of PostgreSQL share with bodies that are too long for memory. */
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
