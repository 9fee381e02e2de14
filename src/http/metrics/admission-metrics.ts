import { Gauge, type Registry } from 'prom-client'
import type { Admission } from '../admission/admission.ts'

/**
 * Adds gauges for the requests of this process that use the database or wait for it at the time of a scrape.
 */
export function addAdmissionMetrics(registry: Registry, admission: Pick<Admission, 'count' | 'lanes'>): void {
  const registers = [registry]
  const kinds = ['lanes', 'shared'] as const
  const lanes = new Gauge({
    name: 'sourcebook_admission_lanes',
    help: 'Lanes of this process: connections to the database that requests have for themselves.',
    registers,
  })
  lanes.set(admission.lanes.length)
  const counted = {
    working: 'Requests that use a lane, or shared statements.',
    waiting: 'Requests that wait for either.',
  }
  for (const [state, help] of Object.entries(counted)) {
    new Gauge({
      name: `sourcebook_admission_${state}`,
      help,
      labelNames: ['kind'],
      registers,
      collect() {
        const count = admission.count()
        for (const kind of kinds) this.set({ kind }, count[kind][state as keyof typeof counted])
      },
    })
  }
}
