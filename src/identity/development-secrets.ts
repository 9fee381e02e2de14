import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, ConfigurationError, settings } from '../config.ts'
import { createOnce } from '../create-once.ts'
import { UnusableFolderError, usingFolder } from '../usable-folder.ts'

/** A config with a credentials key, and with a key or a key set to verify tokens. */
export type CompleteConfig = Config & { readonly CREDENTIALS_KEY: NonNullable<Config['CREDENTIALS_KEY']> }

/**
 * Fills in missing secrets from files in DATA_DIR, and creates these files when they are missing. So tokens
 * and stored credentials survive a restart of a development instance. In production no secret is missing,
 * since `loadConfig` requires them.
 *
 * @throws ConfigurationError when a file cannot be used, UnusableFolderError when the folder cannot be used
 */
export async function completeConfig(config: Config): Promise<CompleteConfig> {
  const verifiesTokens = config.JWT_SECRET !== undefined || config.JWKS_URL !== undefined
  return {
    ...config,
    JWT_SECRET: verifiesTokens ? config.JWT_SECRET : await storedSecret(config, 'JWT_SECRET'),
    CREDENTIALS_KEY: config.CREDENTIALS_KEY ?? (await storedSecret(config, 'CREDENTIALS_KEY')),
  }
}

const fileNames = { JWT_SECRET: 'jwt-secret', CREDENTIALS_KEY: 'credentials-key' } as const

async function storedSecret<Name extends keyof typeof fileNames>(config: Config, name: Name) {
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
    const { message } = error as Error
    throw new ConfigurationError([`${name} is not set, and ${path} cannot be used instead: ${message}`])
  }
}
