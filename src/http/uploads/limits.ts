import { tmpdir } from 'node:os'
import type { Config } from '../../config.ts'
import type { UploadsOptions } from './uploads.ts'

type UploadSettings = Pick<
  Config,
  'UPLOAD_DIR' | 'UPLOAD_LIMIT_BYTES' | 'UPLOAD_DISK_BYTES' | 'DATABASE_POOL_SIZE'
>

/** The limits of uploads: from the settings, and constants that no operator needs to change. */
export function uploadLimits(settings: UploadSettings): UploadsOptions {
  // Most connections of the pool are left for short requests.
  const slots = Math.max(1, Math.floor(settings.DATABASE_POOL_SIZE / 3))
  return {
    folder: settings.UPLOAD_DIR ?? tmpdir(),
    memoryBytes: 256 * 1024,
    linesLimit: settings.UPLOAD_LIMIT_BYTES,
    idleMilliseconds: 60_000,
    receiving: { uploads: 128, uploadsPerOrganization: 16, bytes: settings.UPLOAD_DISK_BYTES },
    // Memory bounds heavy work, and other work needs slots, too.
    working: { slots, heavySlots: Math.min(4, Math.ceil(slots / 2)), longestWait: 60_000 },
  }
}
