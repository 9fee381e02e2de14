// What DuckDB says of files that cannot be read, as sentences without a subject. Its messages begin with words of its own,
// and what follows may hold anything.

/** By how the message starts: of database files, and of what is read later than the form of a file. */
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
  [/^Invalid Input Error: Malformed JSON/, 'is damaged, or it is no JSON in UTF-8.'],
]

/** Of a file of an older or newer version: DuckDB says which versions it reads. */
const version =
  /^IO Error: Trying to read a database file with version number (\d{1,9}), but we can only read versions between (\d{1,9}) and \d/
/** The versions of DuckDB that wrote the file, as it tells them. */
const writer =
  /^The database file was created with DuckDB version (v\d+(?:\.\d+){1,2}(?: or v\d+(?:\.\d+){1,2})?)\.$/m

function whyOtherVersion(message: string): string | undefined {
  const [, given, oldest] = version.exec(message) ?? []
  if (given === undefined) return undefined
  if (Number(given) >= Number(oldest)) return 'was written by a newer version of DuckDB than this server has.'
  const by = writer.exec(message)?.[1] ?? 'a version before v0.10'
  return `was written by DuckDB ${by}, which is too old: export it there, and import it by a newer version.`
}

/** Why a file is damaged, encrypted or of another version, if that is what the message says. */
export const whyDamaged = (message: string): string | undefined =>
  whyOtherVersion(message) ?? damages.find(([pattern]) => pattern.test(message))?.[1]

/** The errors of files of values; what they say of a line comes after the line. */
const ofValues: readonly (readonly [RegExp, string])[] = [
  [/^Maximum line size of/m, 'has a line of more than 12 MB.'],
  [/^Invalid unicode/m, 'is not in UTF-8.'],
]

/** Why a file that is a table cannot be read. */
export function whyUnreadable({ message }: Error, reader: string): string {
  if (message.startsWith('Out of Memory Error')) {
    return 'takes more memory than this server has for one: its rows are too long, or have too many columns.'
  }
  const known = whyDamaged(message) ?? ofValues.find(([pattern]) => pattern.test(message))?.[1]
  if (known) return known
  if (reader === 'read_csv') return 'has lines that cannot be divided into values.'
  return `cannot be read (${String(/^[A-Z][\w ]{0,40}(?=:)/.exec(message))}).`
}
