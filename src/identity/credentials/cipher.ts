import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { CredentialsKey } from '../../config-parsers.ts'

/** The keys of the setting CREDENTIALS_KEY: the first one encrypts, all of them decrypt. */
export type CredentialsKeys = readonly [CredentialsKey, ...CredentialsKey[]]

/** The secrets of a connector, in the connector's own form. */
export type Credentials = Record<string, unknown>

/** The owner of credentials: a source, or an organization. */
export interface CredentialsOwner {
  organizationId: string
  integrationSourceId?: string
}

/** Encrypted credentials as they are stored: nonce, ciphertext and tag. */
export interface SealedCredentials {
  keyId: string
  sealed: Buffer
}

/** Credentials cannot be decrypted. The message is for the operator, and contains no part of them. */
export class CredentialsUnreadableError extends Error {
  override readonly name = 'CredentialsUnreadableError'
}

const nonceLength = 12
const tagLength = 16

/**
 * Binds a ciphertext to its owner and key: when it is copied into another row, it cannot be decrypted there.
 */
const additionalData = (keyId: string, { organizationId, integrationSourceId }: CredentialsOwner) => {
  const parts =
    integrationSourceId === undefined
      ? ['organization_credentials', keyId, organizationId]
      : ['source_credentials', keyId, organizationId, integrationSourceId]
  return Buffer.from(JSON.stringify(parts.map((text) => text.toLowerCase())))
}

const nameOf = ({ organizationId, integrationSourceId }: CredentialsOwner) =>
  integrationSourceId === undefined ? `organization ${organizationId}` : `source ${integrationSourceId}`

/**
 * Creates the cipher for credentials: AES-256-GCM (NIST SP 800-38D) with random nonces of 96 bits, which
 * allow 2^32 encryptions with one key.
 */
export function createCredentialCipher(keys: CredentialsKeys) {
  const [current] = keys
  return {
    currentKeyId: current.id,

    /** Encrypts with the first key. */
    seal(owner: CredentialsOwner, credentials: Credentials): SealedCredentials {
      const nonce = randomBytes(nonceLength)
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce, { authTagLength: tagLength })
      cipher.setAAD(additionalData(current.id, owner))
      const text = cipher.update(JSON.stringify(credentials), 'utf8')
      return { keyId: current.id, sealed: Buffer.concat([nonce, text, cipher.final(), cipher.getAuthTag()]) }
    },

    /** Decrypts with the key `keyId`. Throws CredentialsUnreadableError. */
    open(owner: CredentialsOwner, { keyId, sealed }: SealedCredentials): Credentials {
      const subject = `The credentials of ${nameOf(owner)}`
      const key = keys.find(({ id }) => id === keyId)?.key
      if (!key) {
        throw new CredentialsUnreadableError(
          `${subject} are encrypted with the key ${keyId}, which CREDENTIALS_KEY does not have`,
        )
      }
      try {
        const nonce = sealed.subarray(0, nonceLength)
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
        decipher.setAAD(additionalData(keyId, owner))
        decipher.setAuthTag(sealed.subarray(-tagLength))
        const text = decipher.update(sealed.subarray(nonceLength, -tagLength))
        return JSON.parse(Buffer.concat([text, decipher.final()]).toString())
      } catch {
        throw new CredentialsUnreadableError(
          `${subject} cannot be decrypted with the key ${keyId}: it is not the key that encrypted them, or they were changed`,
        )
      }
    },
  }
}

export type CredentialCipher = ReturnType<typeof createCredentialCipher>
