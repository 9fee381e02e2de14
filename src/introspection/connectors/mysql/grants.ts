/** A line of `SHOW GRANTS` that grants or revokes privileges on all tables of databases. */
const databaseGrant = /^(GRANT|REVOKE) (.+) ON (\*|`(?:[^`]|``)*`)\.\* (?:TO|FROM) /s

const hasSelect = (privileges: string): boolean =>
  privileges.split(', ').some((privilege) => /^(?:SELECT|ALL(?: PRIVILEGES)?)$/.test(privilege))

/**
 * Whether a name matches a `LIKE` pattern, case-sensitively, since names that differ in case are two
 * databases. It backtracks only to the last `%`, so that no pattern of an untrusted server takes long.
 */
function matches(name: string, pattern: string): boolean {
  const characters = Array.from(name)
  const parts = pattern.match(/\\?[\s\S]/gu) ?? []
  let [index, partIndex] = [0, 0]
  let lastPercent: { index: number; partIndex: number } | undefined
  while (index < characters.length) {
    const part = parts[partIndex]
    if (part === '%') {
      lastPercent = { index, partIndex }
      partIndex += 1
    } else if (part !== undefined && (part === '_' || part.replace(/^\\(?=.)/su, '') === characters[index])) {
      index += 1
      partIndex += 1
    } else if (lastPercent) {
      lastPercent.index += 1
      index = lastPercent.index
      partIndex = lastPercent.partIndex + 1
    } else return false
  }
  return parts.slice(partIndex).every((part) => part === '%')
}

/**
 * Whether an account may read all tables of a database. An account sees only the tables that it may read.
 * With partial revokes (MySQL 8.0.16), REVOKE removes a database from what `*.*` grants. Database names are
 * patterns only if partial revokes are off: https://dev.mysql.com/doc/refman/9.4/en/partial-revokes.html
 *
 * @param grants the lines of `SHOW GRANTS`, which include the privileges of active roles
 * @param arePatterns whether the server treats database names in grants as patterns
 */
export function seesAllOf(database: string, grants: readonly string[], arePatterns: boolean): boolean {
  let isGrantedGlobally = false
  let isRevoked = false
  for (const line of grants) {
    const [, verb, privileges = '', quoted = ''] = databaseGrant.exec(line) ?? []
    if (verb === undefined || !hasSelect(privileges)) continue
    const name = quoted === '*' ? undefined : quoted.slice(1, -1).replaceAll('``', '`')
    if (verb === 'REVOKE') isRevoked ||= name === database
    else if (name === undefined) isGrantedGlobally = true
    else if (arePatterns ? matches(database, name) : name === database) return true
  }
  return isGrantedGlobally && !isRevoked
}
