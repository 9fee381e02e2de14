import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { CredentialsKey } from '../../config-parsers.ts'

/** The keys of the setting CREDENTIALS_KEY: the first one encrypts, all of them decrypt. */
export type CredentialsKeys = readonly [CredentialsKey, ...CredentialsKey[]]

/** What a connector needs to get in, in whatever form it takes it. */
export type Credentials = Record<string, unknown>

/** What credentials are for: a source, or the organization itself. */
export interface CredentialsOwner {
  organizationId: string
  integrationSourceId?: string
}

/** Encrypted credentials, as they are kept: nonce, ciphertext and tag. */
export interface SealedCredentials {
  keyId: string
  sealed: Buffer
}

/** Credentials cannot be decrypted. The message is for the operator, and holds nothing of them. */
export class CredentialsUnreadableError extends Error {
  override readonly name = 'CredentialsUnreadableError'
}

const nonceLength = 12
const tagLength = 16

/** Binds a ciphertext to its place and key: copied into another row, it cannot be decrypted there. */
const boundTo = (keyId: string, { organizationId, integrationSourceId }: CredentialsOwner) => {
  const place =
    integrationSourceId === undefined
      ? ['organization_credentials', keyId, organizationId]
      : ['source_credentials', keyId, organizationId, integrationSourceId]
  return Buffer.from(JSON.stringify(place.map((text) => text.toLowerCase())))
}

const nameOf = ({ organizationId, integrationSourceId }: CredentialsOwner) =>
  integrationSourceId === undefined ? `organization ${organizationId}` : `source ${integrationSourceId}`

/**
 * Makes the cipher of credentials: AES-256-GCM (NIST SP 800-38D) with random nonces of 96 bits, by which one key is good
 * for 2^32 encryptions.
 */
export function createCredentialCipher(keys: CredentialsKeys) {
  const [current] = keys
  return {
    currentKeyId: current.id,

    /** Encrypts by the first key. */
    seal(place: CredentialsOwner, credentials: Credentials): SealedCredentials {
      const nonce = randomBytes(nonceLength)
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce, { authTagLength: tagLength })
      cipher.setAAD(boundTo(current.id, place))
      const text = cipher.update(JSON.stringify(credentials), 'utf8')
      return { keyId: current.id, sealed: Buffer.concat([nonce, text, cipher.final(), cipher.getAuthTag()]) }
    },

    /** Decrypts by the key that is named. Throws CredentialsUnreadableError. */
    open(place: CredentialsOwner, { keyId, sealed }: SealedCredentials): Credentials {
      const whose = `The credentials of ${nameOf(place)}`
      const key = keys.find(({ id }) => id === keyId)?.key
      if (!key) {
        throw new CredentialsUnreadableError(
          `${whose} are encrypted by the key ${keyId}, which CREDENTIALS_KEY does not have`,
        )
      }
      try {
        const nonce = sealed.subarray(0, nonceLength)
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
        decipher.setAAD(boundTo(keyId, place))
        decipher.setAuthTag(sealed.subarray(-tagLength))
        const text = decipher.update(sealed.subarray(nonceLength, -tagLength))
        return JSON.parse(Buffer.concat([text, decipher.final()]).toString())
      } catch {
        throw new CredentialsUnreadableError(
          `${whose} cannot be decrypted by the key ${keyId}: it is not the key that encrypted them, or they were changed`,
        )
      }
    },
  }
}

/** Encrypts and decrypts credentials. */
export type CredentialCipher = ReturnType<typeof createCredentialCipher>
