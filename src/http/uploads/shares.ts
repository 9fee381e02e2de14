import { ProblemError } from '../problems/problem.ts'

/** The limits of all uploads in progress in this process. */
export interface UploadLimits {
  uploads: number
  uploadsPerOrganization: number
  /** Bytes of all organizations together; one organization may have half of them. */
  bytes: number
}

/** The part of the limits that one upload uses. */
export interface Share {
  /** Reserves more bytes. Throws ProblemError too_many_uploads or uploads_unavailable. */
  take(bytes: number): void
  /** Releases everything. */
  end(): void
}

const headers = { 'retry-after': '5', connection: 'close' }

const tooMany = (detail: string) => new ProblemError('too_many_uploads', { detail, headers })
const unavailable = (detail: string) => new ProblemError('uploads_unavailable', { detail, headers })

/**
 * Creates the function that admits uploads, each with its share of the limits.
 *
 * @returns a function that takes the owner of an upload; it throws ProblemError too_many_uploads or
 *   uploads_unavailable
 */
export function createShares({ uploads, uploadsPerOrganization, bytes }: UploadLimits) {
  const all = { uploads: 0, bytes: 0 }
  const owners = new Map<string, typeof all>()

  return (owner: string): Share => {
    const own = owners.get(owner) ?? { uploads: 0, bytes: 0 }
    if (own.uploads >= uploadsPerOrganization) {
      throw tooMany(`The organization has ${own.uploads} uploads under way; more are not taken.`)
    }
    if (all.uploads >= uploads) throw unavailable('The server has as many uploads under way as it takes.')
    owners.set(owner, own)
    own.uploads += 1
    all.uploads += 1
    let taken = 0
    return {
      take(more) {
        if (own.bytes + more > bytes / 2) {
          throw tooMany('The uploads of the organization have reached their limit of bytes.')
        }
        if (all.bytes + more > bytes) {
          throw unavailable('All uploads in progress together have reached the limit of bytes.')
        }
        taken += more
        own.bytes += more
        all.bytes += more
      },
      end() {
        own.uploads -= 1
        all.uploads -= 1
        own.bytes -= taken
        all.bytes -= taken
        if (own.uploads === 0) owners.delete(owner)
      },
    }
  }
}
