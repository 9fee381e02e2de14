// Explains DuckDB's errors about files, as sentences without a subject. Only the start of a message is
// DuckDB's own text; the rest may contain data of the file, so it is not shown.

/**
 * The explanation for each start of a message, for database files and for errors in the content of any file.
 */
const damages: readonly (readonly [RegExp, string])[] = [
  [
    /^IO Error: (Corrupt database file|Could not read enough bytes|The file ".*" exists, but it is not a valid DuckDB)/s,
    'is damaged, or it is not what its name says.',
  ],
  [/^Serialization Error/, 'is damaged, or a newer version of DuckDB has written it.'],
  [/^Catalog Error: Cannot open encrypted database/, 'is encrypted.'],
  [/^Invalid Input Error: File '.*' is encrypted/s, 'is encrypted.'],
  [
    /^Invalid Input Error: (Failed to read file|No magic bytes found|File '.*' too small to be a Parquet|Footer length error)/s,
    'is damaged, or it is not what its name says.',
  ],
  [/^Invalid Input Error: Malformed JSON/, 'is damaged, or it is not JSON in UTF-8.'],
]

/** The message about a file of an older or newer version. It names the versions that DuckDB reads. */
const version =
  /^IO Error: Trying to read a database file with version number (\d{1,9}), but we can only read versions between (\d{1,9}) and \d/
/** The part of the message that names the version of DuckDB that wrote the file. */
const writer =
  /^The database file was created with DuckDB version (v\d+(?:\.\d+){1,2}(?: or v\d+(?:\.\d+){1,2})?)\.$/m

function whyOtherVersion(message: string): string | undefined {
  const [, found, oldest] = version.exec(message) ?? []
  if (found === undefined) return undefined
  if (Number(found) >= Number(oldest)) return 'was written by a newer version of DuckDB than this server has.'
  const by = writer.exec(message)?.[1] ?? 'a version before v0.10'
  return `was written by DuckDB ${by}, which is too old: export it there, and import it into a newer version.`
}

/** Explains a message about a file that is damaged, encrypted or of another version; otherwise undefined. */
export const whyDamaged = (message: string): string | undefined =>
  whyOtherVersion(message) ?? damages.find(([pattern]) => pattern.test(message))?.[1]

/** Errors of CSV files. The message quotes the line first, so the patterns match within it. */
const csvErrors: readonly (readonly [RegExp, string])[] = [
  [/^Maximum line size of/m, 'has a line of more than 12 MB.'],
  [/^Invalid unicode/m, 'is not in UTF-8.'],
]

/** Explains why a file cannot be read as a table. */
export function whyUnreadable({ message }: Error, reader: string): string {
  if (message.startsWith('Out of Memory Error')) {
    return 'takes more memory than this server allows for a file: its rows are too long, or have too many columns.'
  }
  const known = whyDamaged(message) ?? csvErrors.find(([pattern]) => pattern.test(message))?.[1]
  if (known) return known
  if (reader === 'read_csv') return 'has lines that cannot be divided into values.'
  return `cannot be read (${String(/^[A-Z][\w ]{0,40}(?=:)/.exec(message))}).`
}
