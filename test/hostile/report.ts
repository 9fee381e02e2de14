import type { FindingKind, Verdict } from './campaign.ts'
import type { Measurement } from './running/prober.ts'

const print = (text: string) => process.stdout.write(`${text}\n`)

/** The name of each kind of finding in the count. */
const counted: Readonly<Record<FindingKind, string>> = {
  exit: 'exits',
  freeze: 'freezes over 100 ms',
  memory: 'growths of more than 400 MiB',
  'foreign row': 'foreign rows',
  "another's answer": "another's answers",
  'other tenant hurt': 'waits of another tenant',
  'wrong answer': 'wrong answers',
}

/** Prints the line of a case, and one for each finding. */
export function reportCase({ name, note, findings, seconds, measured }: Verdict): void {
  const { livez, blocked, neighbour, memory } = measured
  const numbers = `/livez ${livez} ms, loop ${blocked} ms, other tenant p99 ${neighbour.p99} ms, ${memory} MiB, ${seconds.toFixed(1)} s`
  print(`${findings.length === 0 ? 'held ' : 'FOUND'} ${name}: ${note} (${numbers})`)
  for (const { kind, detail } of findings) print(`      ${kind}: ${detail}`)
}

/** Prints the measurements of the other tenant without a case. */
export function reportBaseline(when: string, { neighbour, livez }: Measurement): void {
  print(
    `other tenant ${when}: median ${neighbour.median} ms, p99 ${neighbour.p99} ms; /livez p99 ${livez.p99} ms`,
  )
}

/** Prints the count. Returns whether there are no findings. */
export function reportCount(verdicts: readonly Verdict[], seconds: number): boolean {
  const findings = verdicts.flatMap((verdict) => verdict.findings)
  const parts = Object.entries(counted).map(
    ([kind, text]) => `${findings.filter((finding) => finding.kind === kind).length} ${text}`,
  )
  const fallen = verdicts.filter((verdict) => verdict.findings.length > 0)
  print(
    `${verdicts.length} cases, ${fallen.length} with findings: ${parts.join(', ')} (${Math.round(seconds)} s)`,
  )
  if (fallen.length > 0) print(`findings in: ${fallen.map(({ name }) => name).join('; ')}`)
  return findings.length === 0
}
