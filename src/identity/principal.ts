/** Every role, the lowest first. */
export const roles = ['ANALYST', 'ORGANIZATION_ADMIN', 'SYSTEM_ADMIN'] as const
const kinds = ['person', 'service'] as const

/** The role of a caller; permissions.ts has the permissions of each. */
export type Role = (typeof roles)[number]

/** The authenticated caller of a request. */
export interface Principal {
  /** The name of the caller in histories; 1 to 255 characters. */
  readonly subject: string
  /** Lower case UUID. Only a system administrator may have none. */
  readonly organizationId: string | undefined
  readonly role: Role
  /** Descriptions from a service count as imported, those from a person as edited by hand. */
  readonly kind: (typeof kinds)[number]
  /**
   * The subject whose rate limit applies, if it is another one: the first creator in the chain of API tokens.
   */
  readonly owner?: string
}

/** The actor that rows and the change feed store: `person:` or `service:`, and the subject. */
export const actorOf = ({ kind, subject }: Pick<Principal, 'kind' | 'subject'>): string =>
  `${kind}:${subject}`

/** Splits an actor that `actorOf` or the database wrote. The actor `system` has no subject. */
export function readActor(actor: string) {
  const [kind, ...subject] = actor.split(':')
  return {
    kind: kind as (typeof kinds)[number] | 'run' | 'system',
    subject: subject.length > 0 ? subject.join(':') : null,
  }
}

/** A bearer token is not accepted. The message gives the caller the reason, and never contains the token. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError'
}

/** Whether `text` names a role. */
export function isRole(text: unknown): text is Role {
  return roles.some((role) => role === text)
}

/** Whether `text` has the form of a UUID, of any version. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

// Excludes control characters and lone surrogates: PostgreSQL cannot store NUL and lone surrogates.
const subjectForm = /^[^\p{Cc}\p{Cs}]{1,255}$/u

/**
 * Reads the principal from the claims of a verified token: `sub`, `role`, `organization_id` (optional for a
 * SYSTEM_ADMIN) and `kind` (default: `person`).
 *
 * @throws InvalidTokenError when a claim is missing or invalid
 */
export function principalFromClaims(claims: Readonly<Record<string, unknown>>): Principal {
  const { sub, role, organization_id: organizationId, kind = 'person' } = claims
  if (typeof sub !== 'string' || !subjectForm.test(sub)) {
    throw new InvalidTokenError('The claim `sub` must be a text of 1 to 255 characters.')
  }
  if (!isRole(role)) throw new InvalidTokenError(`The claim \`role\` must be one of ${roles.join(', ')}.`)
  const knownKind = kinds.find((known) => known === kind)
  if (knownKind === undefined) {
    throw new InvalidTokenError(`The claim \`kind\` must be one of ${kinds.join(', ')}.`)
  }
  return { subject: sub, organizationId: organizationOf(role, organizationId), role, kind: knownKind }
}

function organizationOf(role: Role, claim: unknown): string | undefined {
  if (role === 'SYSTEM_ADMIN' && claim === undefined) return undefined
  if (!isUuid(claim)) {
    throw new InvalidTokenError(
      'The claim `organization_id` must be a UUID; only a SYSTEM_ADMIN may have none.',
    )
  }
  return claim.toLowerCase()
}
