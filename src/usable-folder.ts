import { access, constants } from 'node:fs/promises'

/** A folder from the settings cannot be used; the message is for the operator. */
export class UnusableFolderError extends Error {
  override readonly name = 'UnusableFolderError'
}

/**
 * Runs `work`, which creates or uses a folder from the settings.
 *
 * @throws UnusableFolderError instead of an error of the file system
 */
export async function usingFolder<Result>(
  setting: string,
  folder: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException
    if (syscall === undefined) throw error
    throw new UnusableFolderError(
      `${setting} ${folder} cannot be used (${code}). Let the user that runs Sourcebook write to it, or set ${setting} to another folder.`,
      { cause: error },
    )
  }
}

/**
 * Checks that this process can write to a folder from the settings.
 *
 * @throws UnusableFolderError
 */
export const assertWritableFolder = (setting: string, folder: string): Promise<void> =>
  // With `/.` at its end, the check also fails for a file that is not a folder.
  usingFolder(setting, folder, () => access(`${folder}/.`, constants.W_OK | constants.X_OK))
