import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, ConfigurationError, settings } from '../config.ts'
import { createOnce } from '../create-once.ts'
import { UnusableFolderError, usingFolder } from '../usable-folder.ts'

/** A config whose credentials key is known, and that has a way to verify tokens. */
export type CompleteConfig = Config & { readonly CREDENTIALS_KEY: NonNullable<Config['CREDENTIALS_KEY']> }

/**
 * Fills in the secrets that were left out, from files in DATA_DIR, so that tokens and stored credentials outlive a
 * restart of a development instance. The files are made when they are missing. In production there is nothing to
 * fill in, because `loadConfig` insists on the secrets. Throws ConfigurationError when a file is not usable, and
 * UnusableFolderError when the folder is not.
 */
export async function completeConfig(config: Config): Promise<CompleteConfig> {
  const verifiesTokens = config.JWT_SECRET !== undefined || config.JWKS_URL !== undefined
  return {
    ...config,
    JWT_SECRET: verifiesTokens ? config.JWT_SECRET : await keptSecret(config, 'JWT_SECRET'),
    CREDENTIALS_KEY: config.CREDENTIALS_KEY ?? (await keptSecret(config, 'CREDENTIALS_KEY')),
  }
}

const fileNames = { JWT_SECRET: 'jwt-secret', CREDENTIALS_KEY: 'credentials-key' } as const

async function keptSecret<Name extends keyof typeof fileNames>(config: Config, name: Name) {
  const path = join(config.DATA_DIR, fileNames[name])
  try {
    const text = await usingFolder('DATA_DIR', config.DATA_DIR, async () => {
      await mkdir(config.DATA_DIR, { recursive: true, mode: 0o700 })
      await createOnce(path, randomBytes(32).toString('base64'))
      return readFile(path, 'utf8')
    })
    return settings[name].parse(text.trim()) as ReturnType<(typeof settings)[Name]['parse']>
  } catch (error) {
    if (error instanceof UnusableFolderError) throw error
    throw new ConfigurationError([`${name} is not set, and ${path} is no help: ${(error as Error).message}`])
  }
}
