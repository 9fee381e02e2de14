import type { PlannedChange } from './plan.ts'

const signs = { add: '+', change: '~', remove: '-' } as const

const lines = (sign: string, text: string | null): string =>
  text === null
    ? ''
    : text
        .split('\n')
        .map((line) => `${sign} ${line}\n`)
        .join('')

/** A name in a path, quoted if it contains separators. */
const pathPart = (name: string) => (/^[\p{L}\p{N}_$-]+$/u.test(name) ? name : JSON.stringify(name))

/** Formats one change for people: the resource, the removed lines and the added lines. */
export function diffOf({ operation, target, before, after, shadowedBy }: PlannedChange): string {
  const name = target.names.map(pathPart).join('.') || 'this source'
  const note = shadowedBy ? `  (${shadowedBy} wins over it)` : ''
  const added = after === null && operation !== 'remove' ? '+ (no description)\n' : lines('+', after)
  const removed = before === null && operation === 'change' ? '- (no description)\n' : lines('-', before)
  return `${signs[operation]} ${target.kind} ${name}${note}\n${removed}${added}`
}
