/** A right, or its loss, over all tables of the databases whose names match, as `SHOW GRANTS` writes it. */
const overDatabases = /^(GRANT|REVOKE) (.+) ON (\*|`(?:[^`]|``)*`)\.\* (?:TO|FROM) /s

const hasSelect = (privileges: string): boolean =>
  privileges.split(', ').some((privilege) => /^(?:SELECT|ALL(?: PRIVILEGES)?)$/.test(privilege))

/**
 * Whether a name matches a pattern of `LIKE`, with regard to case: names that differ in it are two databases. It goes back to
 * the last `%` alone, so that no pattern of a stranger takes long.
 */
function matches(name: string, pattern: string): boolean {
  const characters = Array.from(name)
  const parts = pattern.match(/\\?[\s\S]/gu) ?? []
  let [at, part] = [0, 0]
  let last: { at: number; part: number } | undefined
  while (at < characters.length) {
    const wanted = parts[part]
    if (wanted === '%') {
      last = { at, part }
      part += 1
    } else if (
      wanted !== undefined &&
      (wanted === '_' || wanted.replace(/^\\(?=.)/su, '') === characters[at])
    ) {
      at += 1
      part += 1
    } else if (last) {
      last.at += 1
      at = last.at
      part = last.part + 1
    } else return false
  }
  return parts.slice(part).every((rest) => rest === '%')
}

/**
 * Whether an account may read all tables of a database, and so sees all of them; with rights on some tables only it sees
 * those. What it takes from a database with partial revokes (MySQL 8.0.16) is what `*.*` gives; the names of databases are
 * patterns only without them: https://dev.mysql.com/doc/refman/9.4/en/partial-revokes.html
 *
 * @param grants the lines of `SHOW GRANTS`, which has the rights of the roles in use, too
 * @param arePatterns whether the server takes the names of databases in them for patterns
 */
export function seesAllOf(database: string, grants: readonly string[], arePatterns: boolean): boolean {
  let everywhere = false
  let isRevoked = false
  for (const line of grants) {
    const [, verb, privileges = '', quoted = ''] = overDatabases.exec(line) ?? []
    if (verb === undefined || !hasSelect(privileges)) continue
    const name = quoted === '*' ? undefined : quoted.slice(1, -1).replaceAll('``', '`')
    if (verb === 'REVOKE') isRevoked ||= name === database
    else if (name === undefined) everywhere = true
    else if (arePatterns ? matches(database, name) : name === database) return true
  }
  return everywhere && !isRevoked
}
