import { BackupError } from './backup/format.ts'
import { ConfigurationError } from './config.ts'
import { EmbeddedPostgresError } from './db/embedded/embedded-postgres-error.ts'
import { UnpatchedDriverError } from './db/patched-driver.ts'
import { explainRefusal, UnusableDatabaseError } from './db/usable-database.ts'
import { UnusableAddressError } from './http/listening.ts'

/** Errors whose message is for the operator. */
const forOperators = [
  BackupError,
  ConfigurationError,
  EmbeddedPostgresError,
  UnpatchedDriverError,
  UnusableAddressError,
  UnusableDatabaseError,
]

/** The one line for what only the operator can do something about; undefined for every other error. */
export function operatorMessage(error: unknown): string | undefined {
  const explained = explainRefusal(error) as Error
  return forOperators.some((expected) => explained instanceof expected) ? explained.message : undefined
}
