import { constants, type Dirent } from 'node:fs'
import { type FileHandle, lstat, open, readdir, readlink, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { ConnectorError } from '../connector-error.ts'

/** The links of Linux to what this process has open, by descriptor. */
const usualDescriptors = '/proc/self/fd'

/** What DuckDB takes for a pattern of names. */
const patternSigns = /[*?[\]\\]/

const notAllowed = () => new ConnectorError('file_not_allowed')

/** A file that is open. */
export interface HeldFile {
  /** The path for an engine: it leads to this file and to no other, whatever is put in its place, and is no pattern. */
  readonly path: string
  /** In bytes. */
  readonly size: number
  /** Its first bytes: so many, or all. */
  start(bytes: number): Promise<Buffer>
  close(): Promise<void>
}

async function startOf(handle: FileHandle, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes)
  let length = 0
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, bytes - length, length)
    length += bytesRead
    if (bytesRead === 0 || length === bytes) return buffer.subarray(0, length)
  }
}

/**
 * Opens a file that was found, for engines that open a path each time they read. Between two of these times, whoever
 * writes in the folder may put a link in its place.
 *
 * @param path without symbolic links
 * @param descriptors where the system has the links to open files; without them, a path is all that there is
 * @throws ConnectorError file_not_allowed, also for what cannot be opened
 */
export async function holdFile(path: string, descriptors = usualDescriptors): Promise<HeldFile> {
  // A FIFO in place of the file would let the opening wait for ever.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => {
    throw notAllowed()
  })
  try {
    const { size } = await handle.stat()
    return {
      path: await pathOf(handle, path, descriptors),
      size,
      start: (bytes) => startOf(handle, Math.min(bytes, size)),
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function pathOf(handle: FileHandle, path: string, descriptors: string): Promise<string> {
  if (!(await handle.stat()).isFile()) throw notAllowed()
  const descriptor = join(descriptors, String(handle.fd))
  const real = await readlink(descriptor).catch(() => undefined)
  if (real === path) return descriptor
  if (real !== undefined || patternSigns.test(path) || (await realpath(path)) !== path) throw notAllowed()
  return path
}

const target = ({ name }: Dirent, descriptors: string) => readlink(join(descriptors, name)).catch(() => '')

/**
 * Sees that an engine that has opened a path has opened what was found there, and no link that took its place.
 *
 * @param path without symbolic links
 * @throws ConnectorError file_not_allowed
 */
export async function assertHeld(path: string, descriptors = usualDescriptors): Promise<void> {
  const open = await readdir(descriptors, { withFileTypes: true }).catch(() => undefined)
  const targets = open
    ? await Promise.all(open.map((entry) => target(entry, descriptors)))
    : [await realpath(path).catch(() => '')]
  if (!targets.includes(path)) throw notAllowed()
}

/**
 * Sees that a file that an engine reads along with another, if it is there, is a file and no link.
 *
 * @throws ConnectorError file_not_allowed
 */
export async function assertNoLink(path: string): Promise<void> {
  const status = await lstat(path).catch(() => undefined)
  if (status && !status.isFile()) throw notAllowed()
}
