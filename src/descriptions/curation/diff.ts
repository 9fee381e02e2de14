import type { PlannedChange } from './plan.ts'

const signs = { add: '+', change: '~', remove: '-' } as const

const lines = (sign: string, text: string | null): string =>
  text === null
    ? ''
    : text
        .split('\n')
        .map((line) => `${sign} ${line}\n`)
        .join('')

/** A name as a part of a path; one that a path could not be read with is quoted. */
const part = (name: string) => (/^[\p{L}\p{N}_$-]+$/u.test(name) ? name : JSON.stringify(name))

/** One change for people to read: what it is of, the lines that go and the lines that come. */
export function diffOf({ operation, target, before, after, shadowedBy }: PlannedChange): string {
  const name = target.names.map(part).join('.') || 'this source'
  const note = shadowedBy ? `  (${shadowedBy} wins over it)` : ''
  const come = after === null && operation !== 'remove' ? '+ (no description)\n' : lines('+', after)
  const go = before === null && operation === 'change' ? '- (no description)\n' : lines('-', before)
  return `${signs[operation]} ${target.kind} ${name}${note}\n${go}${come}`
}
