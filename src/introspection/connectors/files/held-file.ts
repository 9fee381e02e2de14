import { constants, type Dirent } from 'node:fs'
import { type FileHandle, lstat, open, readdir, readlink, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { ConnectorError } from '../connector-error.ts'

/** Where Linux has a link to each file that this process has open, named by the descriptor. */
const linuxDescriptors = '/proc/self/fd'

/** The characters with which DuckDB takes a path for a pattern. */
const patternCharacters = /[*?[\]\\]/

const notAllowed = () => new ConnectorError('file_not_allowed')

/** An open file. */
export interface HeldFile {
  /** The path for an engine. It leads to this file even after a replacement, and is not a pattern. */
  readonly path: string
  /** In bytes. */
  readonly size: number
  /** Reads the first bytes of the file, or all if it has fewer. */
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
 * Opens a file for an engine that opens its path again for each read. Between two reads, a user who can write
 * to the folder could replace the file with a link.
 *
 * @param path a path without symbolic links
 * @param descriptors the folder of the links to open files; a system without it offers only the path
 * @throws ConnectorError file_not_allowed, also if the file cannot be opened
 */
export async function holdFile(path: string, descriptors = linuxDescriptors): Promise<HeldFile> {
  // Without O_NONBLOCK, opening a FIFO that has replaced the file would block for ever.
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
  if (real !== undefined || patternCharacters.test(path) || (await realpath(path)) !== path) {
    throw notAllowed()
  }
  return path
}

const targetOf = ({ name }: Dirent, descriptors: string) => readlink(join(descriptors, name)).catch(() => '')

/**
 * Checks that an engine has opened the file at a path, and not a link that has replaced it.
 *
 * @param path a path without symbolic links
 * @throws ConnectorError file_not_allowed
 */
export async function assertHeld(path: string, descriptors = linuxDescriptors): Promise<void> {
  const open = await readdir(descriptors, { withFileTypes: true }).catch(() => undefined)
  const targets = open
    ? await Promise.all(open.map((entry) => targetOf(entry, descriptors)))
    : [await realpath(path).catch(() => '')]
  if (!targets.includes(path)) throw notAllowed()
}

/**
 * Checks that a path is a regular file, and not a link, if it exists. It is for files that an engine reads
 * along with another one.
 *
 * @throws ConnectorError file_not_allowed
 */
export async function assertNoLink(path: string): Promise<void> {
  const status = await lstat(path).catch(() => undefined)
  if (status && !status.isFile()) throw notAllowed()
}
