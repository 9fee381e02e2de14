import type { Round } from './round.ts'
import type { Scenario } from './scenario.ts'

const print = (text: string) => process.stdout.write(`${text}\n`)

/** This many occurrences of a frequent finding are printed. */
const shown = 5

/** The findings of a round as text. */
export const findingsOf = ({ death, lost, tally }: Round): string[] =>
  [
    [death].filter((text) => text !== undefined).map((text) => `the process: ${text}`),
    lost.map((text) => `lost: ${text}`),
    tally.unanswered.map((text) => `unanswered: ${text}`),
    tally.wrong.map((text) => `wrong: ${text}`),
  ].flatMap((found) => found.slice(0, shown).map(shorten))

/** Shortens a finding. Its further lines are what the application logged, with a stack. */
function shorten(finding: string): string {
  const [text = '', ...logged] = finding.split('\n')
  return [text.slice(0, 600), ...logged.map((line) => `        logged: ${line.slice(0, 3000)}`)].join('\n')
}

/** Prints the line of a round, and one for each finding. */
export function reportRound({ name }: Scenario, number: number, round: Round): void {
  const { acknowledged, tally, recovery } = round
  const findings = findingsOf(round)
  print(
    `${findings.length === 0 ? 'held ' : 'FOUND'} ${name} ${number}: ${acknowledged} acknowledged, ${tally.answered} answered, ` +
      `${tally.refused} refused, longest ${Math.round(tally.longest)} ms, recovered after ${recovery} ms`,
  )
  for (const finding of findings) print(`      ${finding}`)
}

/** Prints the table. Returns whether there are no findings. */
export function reportTable(results: ReadonlyMap<Scenario, readonly Round[]>): boolean {
  const sum = (rounds: readonly Round[], count: (round: Round) => number) =>
    rounds.reduce((total, round) => total + count(round), 0)
  const columns: readonly [string, (rounds: readonly Round[]) => number][] = [
    ['rounds', (rounds) => rounds.length],
    ['exits', (rounds) => sum(rounds, ({ death }) => (death === undefined ? 0 : 1))],
    ['acknowledged', (rounds) => sum(rounds, ({ acknowledged }) => acknowledged)],
    ['lost', (rounds) => sum(rounds, ({ lost }) => lost.length)],
    ['unanswered', (rounds) => sum(rounds, ({ tally }) => tally.unanswered.length)],
    ['wrong answers', (rounds) => sum(rounds, ({ tally }) => tally.wrong.length)],
    ['refused', (rounds) => sum(rounds, ({ tally }) => tally.refused)],
    ['longest ms', (rounds) => Math.round(Math.max(...rounds.map(({ tally }) => tally.longest)))],
  ]
  const rows = [...results]
  const width = Math.max(8, ...rows.map(([{ name }]) => name.length))
  print(`\n${['scenario'.padEnd(width), ...columns.map(([name]) => name)].join(' | ')}`)
  for (const [{ name }, rounds] of rows) {
    const cells = columns.map(([title, count]) => String(count(rounds)).padStart(title.length))
    print([name.padEnd(width), ...cells].join(' | '))
  }
  return rows.every(([, rounds]) => rounds.every((round) => findingsOf(round).length === 0))
}
