import { InvalidInputError, issueAt } from '../../values/invalid-input.ts'

/** How names of secrets end, written together: `client_secret`, `clientSecret` and `CLIENT-SECRET` are `clientsecret`. */
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

/** Names that end so, too, and stand for positions in what is read. */
const harmlessEndings = ['pagetoken', 'synctoken', 'continuationtoken', 'cursortoken']

/** What is said after a name about the form of the value: `private_key_pem` is a `private_key`. */
const form = /(?:base64|b64|pem|der|json|hex|text|value|plain|plaintext|encrypted)$/

/** Values that are secrets whatever their name is. Every repetition is bounded, as texts may be long. */
const secretValues = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/,
  // A password in the address of a server.
  /:\/\/[^\s/?#@:]{0,256}:(?!\*+@|\$\{|\{\{)[^\s/?#@]{1,1024}@/,
  // A member of a connection string or of the query of an address.
  /(?:^|[\s;,?&])(?:password|passwd|pwd|token|access_token|api_?key|client_secret|secret|sig|accountkey|sharedaccesskey)=(?!\*|\$\{|\{\{)[^\s;,&]/i,
  // Tokens whose issuers made them to be recognized; a JWT.
  /\b(?:sbk_[0-9A-Za-z]{40}|gh[opsur]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{22}|glpat-[\w-]{20}|xox[abeprs]-[\w-]{10}|[rs]k_live_[0-9A-Za-z]{16}|AIza[\w-]{35})/,
  /\beyJ[\w-]{10,4096}\.eyJ[\w-]{10,4096}\./,
]

/** Stands for a secret that is elsewhere: masked, or the name of a variable. */
const placeholder = /^(?:\**|\$\{[^}]{0,256}\}|\{\{[^}]{0,256}\}\})$/

function isSecretName(name: string): boolean {
  const together = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const bare = together.replace(form, '')
  const ends = (ending: string) => together.endsWith(ending) || bare.endsWith(ending)
  return secretEndings.some(ends) && !harmlessEndings.some(ends)
}

/** Whether what has the name of a secret can be one: a switch such as `use_token` cannot. */
function canBeSecret(value: unknown): boolean {
  if (typeof value === 'string') return !placeholder.test(value)
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return typeof value === 'number'
}

const isSecretValue = (value: unknown): boolean =>
  typeof value === 'string' && secretValues.some((pattern) => pattern.test(value))

/** The paths of what looks like a secret in `value`, e.g. `['tls', 'private_key']`. */
export function findSecrets(value: unknown, path: readonly string[] = []): string[][] {
  if (isSecretValue(value)) return [[...path]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => {
    const place = [...path, name]
    return isSecretName(name) && canBeSecret(member) ? [place] : findSecrets(member, place)
  })
}

const longestList = 20

/**
 * Insists that the settings of a connector hold no secrets, since everybody who may read the source reads them.
 *
 * @throws InvalidInputError, which says where they are and not what
 */
export function refuseSecrets(configuration: unknown): void {
  const places = findSecrets(configuration)
  const [first] = places
  if (!first) return
  const msg = 'Configuration should hold no secrets: put this under credentials, which nobody can read'
  const issue = (place: string[]) => issueAt('body', ['configuration', ...place], msg, 'value_error')
  throw new InvalidInputError(issue(first), ...places.slice(1, longestList).map(issue))
}
