import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const names = ['chromium', 'chromium-browser', 'google-chrome']

/** The path of a Chromium, or undefined when there is none on PATH. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Opens `url` in a new browser without a window. Answers with the document as its scripts have left it, and with
 * the messages of the page's console: what it logs, and what its policy has forbidden. No host but this
 * machine can be reached.
 */
export async function browse(browser: string, url: string): Promise<{ dom: string; messages: string[] }> {
  const profile = await mkdtemp(join(tmpdir(), 'sourcebook-browser-'))
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--user-data-dir=${profile}`,
    '--no-proxy-server',
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    '--virtual-time-budget=20000',
    '--enable-logging=stderr',
    '--dump-dom',
  ]
  try {
    const options = { timeout: 90_000, maxBuffer: 64 * 1024 * 1024, killSignal: 'SIGKILL' } as const
    const { stdout, stderr } = await promisify(execFile)(browser, [...flags, url], options)
    return { dom: stdout, messages: stderr.split('\n').filter((line) => line.includes(':CONSOLE')) }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
