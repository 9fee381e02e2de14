/** Loaded before a test: writes which mutants its process passed, when it ends. */
import { writeFileSync } from 'node:fs'

interface Instrumented {
  __stryker__?: { mutantCoverage?: { static: Record<string, number> } }
}

process.on('exit', () => {
  const { MUTATION_COVERAGE: file } = process.env
  const covered = (globalThis as Instrumented).__stryker__?.mutantCoverage?.static ?? {}
  if (file !== undefined) writeFileSync(file, JSON.stringify(Object.keys(covered)))
})
