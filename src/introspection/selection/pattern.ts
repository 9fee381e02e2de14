/** Whether a name fits. */
export type Fits = (name: readonly string[]) => boolean

/** The characters of a name, as patterns compare them. */
export const charactersOf = (name: string): string[] => Array.from(name.normalize('NFC'))

/**
 * Reads a pattern: `*` stands for any characters, also for none, and `?` for one. Every other character stands for itself, in
 * the case in which it is written. Only the last `*` that was passed is tried again, so the time is at most that of
 * comparing each character of the name with each of the pattern.
 */
export function readPattern(pattern: string): Fits {
  const wanted = charactersOf(pattern)
  return (name) => {
    let at = 0
    let position = 0
    let star = -1
    let resume = 0
    while (position < name.length) {
      const next = wanted[at]
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
    while (wanted[at] === '*') at += 1
    return at === wanted.length
  }
}
