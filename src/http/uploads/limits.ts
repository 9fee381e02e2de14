import { tmpdir } from 'node:os'
import type { Config } from '../../config.ts'
import type { UploadsOptions } from './uploads.ts'

type UploadSettings = Pick<
  Config,
  'UPLOAD_DIR' | 'UPLOAD_LIMIT_BYTES' | 'UPLOAD_DISK_BYTES' | 'DATABASE_POOL_SIZE'
>

/** What uploads may take, by the settings; what nobody would set otherwise is said here. */
export function uploadLimits(settings: UploadSettings): UploadsOptions {
  // Most of the pool is left to requests that are short.
  const places = Math.max(1, Math.floor(settings.DATABASE_POOL_SIZE / 3))
  return {
    folder: settings.UPLOAD_DIR ?? tmpdir(),
    memoryBytes: 256 * 1024,
    linesLimit: settings.UPLOAD_LIMIT_BYTES,
    idleMilliseconds: 60_000,
    receiving: { uploads: 128, uploadsPerOrganization: 16, bytes: settings.UPLOAD_DISK_BYTES },
    // Heavy work is bounded by memory, and leaves places to other work.
    working: { places, heavyPlaces: Math.min(4, Math.ceil(places / 2)), longestWait: 60_000 },
  }
}
