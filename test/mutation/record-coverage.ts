/** Loaded before a test: when its process ends, writes the mutants that were executed. */
import { writeFileSync } from 'node:fs'

interface Instrumented {
  __stryker__?: { mutantCoverage?: { static: Record<string, number> } }
}

process.on('exit', () => {
  const { MUTATION_COVERAGE: file } = process.env
  const covered = (globalThis as Instrumented).__stryker__?.mutantCoverage?.static ?? {}
  if (file !== undefined) writeFileSync(file, JSON.stringify(Object.keys(covered)))
})
