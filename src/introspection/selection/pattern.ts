/** Tests whether the characters of a name match a pattern. */
export type Matcher = (name: readonly string[]) => boolean

/** Splits a name into the characters that patterns compare. */
export const charactersOf = (name: string): string[] => Array.from(name.normalize('NFC'))

/**
 * Compiles a pattern: `*` matches any number of characters, also none, and `?` matches one. Every other
 * character matches itself, case-sensitively. Only the last `*` is backtracked to, so the time is at most
 * proportional to the length of the name times the length of the pattern.
 */
export function readPattern(pattern: string): Matcher {
  const characters = charactersOf(pattern)
  return (name) => {
    let at = 0
    let position = 0
    let star = -1
    let resume = 0
    while (position < name.length) {
      const next = characters[at]
      if (next === '*') {
        star = at
        resume = position
        at += 1
      } else if (next === '?' || next === name[position]) {
        at += 1
        position += 1
      } else if (star >= 0) {
        at = star + 1
        resume += 1
        position = resume
      } else return false
    }
    while (characters[at] === '*') at += 1
    return at === characters.length
  }
}
