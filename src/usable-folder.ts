import { access, constants } from 'node:fs/promises'

/** A folder of the settings cannot be used; the message is for the operator. */
export class UnusableFolderError extends Error {
  override readonly name = 'UnusableFolderError'
}

/**
 * Runs `work`, which makes or needs a folder of the settings.
 *
 * @throws UnusableFolderError in place of a refusal of the file system
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
 * Makes sure that files can be written in a folder of the settings.
 *
 * @throws UnusableFolderError
 */
export const assertWritableFolder = (setting: string, folder: string): Promise<void> =>
  // The last part makes a file that is no folder an error, too.
  usingFolder(setting, folder, () => access(`${folder}/.`, constants.W_OK | constants.X_OK))
