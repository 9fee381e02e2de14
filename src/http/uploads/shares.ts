import { ProblemError } from '../problems/problem.ts'

/** How much of this server uploads may take. */
export interface UploadLimits {
  /** Uploads at once, of everybody. */
  uploads: number
  /** Uploads at once of one organization. */
  uploadsPerOrganization: number
  /** Bytes at once, of everybody; one organization has half of them. */
  bytes: number
}

/** What one upload has taken, and can take more of. */
export interface Share {
  /** Takes room for more bytes. Throws ProblemError too_many_uploads or uploads_unavailable. */
  take(bytes: number): void
  /** Gives everything back. */
  end(): void
}

const headers = { 'retry-after': '5', connection: 'close' }

const tooMany = (detail: string) => new ProblemError('too_many_uploads', { detail, headers })
const unavailable = (detail: string) => new ProblemError('uploads_unavailable', { detail, headers })

/**
 * Makes the function that lets uploads in, each with its share of what there is for all.
 *
 * @returns a function of whose upload it is; it throws ProblemError too_many_uploads or uploads_unavailable
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
          throw tooMany('The uploads of the organization have as many bytes as are taken at once.')
        }
        if (all.bytes + more > bytes) {
          throw unavailable('The uploads under way have as many bytes as the server takes.')
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
