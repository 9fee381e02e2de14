import { InvalidInputError, issueAt } from '../../values/invalid-input.ts'

/**
 * The endings of names for secrets, without case and separators: `client_secret`, `clientSecret` and
 * `CLIENT-SECRET` are all `clientsecret`.
 */
const secretEndings = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'pwd',
  'secret',
  'secrets',
  'token',
  'credential',
  'credentials',
  'apikey',
  'privatekey',
  'accesskey',
  'secretkey',
  'accountkey',
  'sharedkey',
  'signingkey',
  'masterkey',
  'authkey',
  'authorization',
  'jwt',
]

/** Endings that look like those of secrets, but name a position in a list or stream. */
const harmlessEndings = ['pagetoken', 'synctoken', 'continuationtoken', 'cursortoken']

/** Suffixes of names for the format of the value: `private_key_pem` is a `private_key`. */
const format = /(?:base64|b64|pem|der|json|hex|text|value|plain|plaintext|encrypted)$/

/** Values that are secrets under any name. Every repetition is bounded, as texts may be long. */
const secretValues = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/,
  // A password in a URL.
  /:\/\/[^\s/?#@:]{0,256}:(?!\*+@|\$\{|\{\{)[^\s/?#@]{1,1024}@/,
  // A parameter in a connection string or in the query of a URL.
  /(?:^|[\s;,?&])(?:password|passwd|pwd|token|access_token|api_?key|client_secret|secret|sig|accountkey|sharedaccesskey)=(?!\*|\$\{|\{\{)[^\s;,&]/i,
  // Tokens with the prefix of their issuer, and JWTs.
  /\b(?:sbk_[0-9A-Za-z]{40}|gh[opsur]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{22}|glpat-[\w-]{20}|xox[abeprs]-[\w-]{10}|[rs]k_live_[0-9A-Za-z]{16}|AIza[\w-]{35})/,
  /\beyJ[\w-]{10,4096}\.eyJ[\w-]{10,4096}\./,
]

/** A placeholder for a secret: asterisks, or a variable. */
const placeholder = /^(?:\**|\$\{[^}]{0,256}\}|\{\{[^}]{0,256}\}\})$/

function isSecretName(name: string): boolean {
  const normalized = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const withoutFormat = normalized.replace(format, '')
  const ends = (ending: string) => normalized.endsWith(ending) || withoutFormat.endsWith(ending)
  return secretEndings.some(ends) && !harmlessEndings.some(ends)
}

/** Whether the value under the name of a secret can be one. A boolean such as `use_token` cannot. */
function canBeSecret(value: unknown): boolean {
  if (typeof value === 'string') return !placeholder.test(value)
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return typeof value === 'number'
}

const isSecretValue = (value: unknown): boolean =>
  typeof value === 'string' && secretValues.some((pattern) => pattern.test(value))

/** The paths of values that look like secrets, e.g. `['tls', 'private_key']`. */
export function findSecrets(value: unknown, path: readonly string[] = []): string[][] {
  if (isSecretValue(value)) return [[...path]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => {
    const memberPath = [...path, name]
    return isSecretName(name) && canBeSecret(member) ? [memberPath] : findSecrets(member, memberPath)
  })
}

const longestList = 20

/**
 * Checks that the configuration of a connector does not contain secrets, since everybody who may read the
 * source can read it.
 *
 * @throws InvalidInputError with the paths of the secrets, but not their values
 */
export function refuseSecrets(configuration: unknown): void {
  const paths = findSecrets(configuration)
  const [first] = paths
  if (!first) return
  const msg = 'Configuration should not contain secrets: put this into credentials, which cannot be read'
  const issue = (path: string[]) => issueAt('body', ['configuration', ...path], msg, 'value_error')
  throw new InvalidInputError(issue(first), ...paths.slice(1, longestList).map(issue))
}
