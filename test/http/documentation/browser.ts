import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type ConsoleMessage, chromium, type Page } from 'playwright-core'
import type { Test } from 'tap'

const names = ['chromium', 'chromium-browser', 'google-chrome']

/** The path of a Chromium, or undefined when none is on PATH. */
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
 * Chromium logs its own messages to the console of a page, e.g. without internet that its own pages
 * (chrome://) are slow, and that it replaces their fonts.
 */
const isOfChromium = (message: ConsoleMessage): boolean =>
  /^chrome(-[a-z]+)?:/.test(message.location().url) ||
  message.text().startsWith('[Intervention] Slow network')

/**
 * Opens a page in a new headless browser, which ends with the test. It can reach this machine only.
 *
 * @returns the page, and its later console messages with violations of its policy, but not the messages of
 *   Chromium itself
 */
export async function openPage(
  t: Test,
  executablePath: string,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<{ page: Page; messages: string[] }> {
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-proxy-server',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  })
  t.teardown(() => browser.close())
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme })
  const messages: string[] = []
  page.on('console', (message) => {
    if (!isOfChromium(message)) messages.push(message.text())
  })
  page.on('pageerror', (error) => messages.push(String(error)))
  return { page, messages }
}
