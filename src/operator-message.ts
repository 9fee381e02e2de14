import { BackupError } from './backup/format.ts'
import { ConfigurationError } from './config.ts'
import { EmbeddedPostgresError } from './db/embedded/embedded-postgres-error.ts'
import { UnpatchedDriverError } from './db/patched-driver.ts'
import { explainRefusal, UnusableDatabaseError } from './db/usable-database.ts'
import { UnusableAddressError } from './http/process/listening.ts'
import { UnusableFolderError } from './usable-folder.ts'

/** Errors whose message is for the operator. */
const forOperators = [
  BackupError,
  ConfigurationError,
  EmbeddedPostgresError,
  UnpatchedDriverError,
  UnusableAddressError,
  UnusableDatabaseError,
  UnusableFolderError,
]

/** The message for an error that only the operator can mend, in one line; undefined for every other error. */
export function operatorMessage(error: unknown): string | undefined {
  const explained = explainRefusal(error) as Error
  if (forOperators.some((expected) => explained instanceof expected)) return explained.message
  // The message of a file error already names the file: "EACCES: permission denied, open '/…'".
  const { syscall, path } = error as NodeJS.ErrnoException
  return syscall !== undefined && path !== undefined ? explained.message : undefined
}
