import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { listOperations } from '../../src/http/documentation/contract-document.ts'
import { findBrowser, openPage } from './documentation/browser.ts'
import { contract, demoInstance } from './documentation/demo-instance.ts'
import { documentedApp } from './documentation/documented-app.ts'

const browser = findBrowser()
const skip = browser === undefined && 'there is no chromium, chromium-browser or google-chrome on PATH'
if (skip && process.env.CI === 'true') throw new Error(`In CI nothing is skipped, but ${skip}`)

/** Only a page that never loads takes longer. */
const patience = 120_000

/** Opens the reference at `fragment` of an instance with only the documentation. */
async function openReference(t: Test, fragment: string, colorScheme?: 'dark') {
  const { app } = await documentedApp(t)
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const opened = await openPage(t, String(browser), colorScheme)
  opened.page.setDefaultTimeout(patience)
  await opened.page.goto(`${origin}/docs${fragment}`)
  return opened
}

t.test('the interactive reference works in a browser without the internet', { skip }, async (t) => {
  const { page, messages } = await openReference(t, '#/Databases/createIntegrationSourceDatabase')

  const operation = page.locator('.opblock.is-open')
  await operation.locator('.btn.execute').waitFor()
  const text = await operation.innerText()
  t.match(text, 'Create Integration Source Database', 'the summary of an operation is shown')
  t.match(text, 'Names are unique within a source', 'and so is its description, because the link names it')
  t.match(text, 'The new database.', 'with its responses')
  t.ok(Number((await operation.boundingBox())?.height) < 3500, 'it is not many screens high')
  t.match(await page.locator('.topbar-wrapper img').getAttribute('src'), /^data:image\/svg\+xml/, 'our logo')
  // A request to another host would be among them, because the policy of the page forbids it.
  t.strictSame(
    messages,
    [],
    'nothing violates the policy of the page, so no other host was asked for anything',
  )
})

t.test('operations are collapsed, and are found by id, summary, path and tag', { skip }, async (t) => {
  const { page, messages } = await openReference(t, '', 'dark')

  await page.locator('.opblock-tag').first().waitFor()
  t.equal(await page.locator('.opblock-tag').count(), contract.tags?.length, 'every tag is shown')
  t.equal(await page.locator('.opblock').count(), 0, 'and nothing but tags')
  t.ok(await page.evaluate('document.documentElement.classList.contains("dark-mode")'), 'the system is dark')
  for (const [phrase, id] of [
    ['listIntegrationSourceDatabases', 'listIntegrationSourceDatabases'],
    ['listDatabases', 'listIntegrationSourceDatabases'],
    ['create integration source database', 'createIntegrationSourceDatabase'],
    ['GET /api/tokens', 'listApiTokens'],
    ['search', 'searchCatalog'],
  ] as const) {
    await page.fill('.operation-filter-input', phrase)
    await page.locator(`.opblock[id$="-${id}"]`).waitFor()
    t.ok((await page.locator('.opblock').count()) < 10, `${phrase}: little else is shown`)
  }
  await page.fill('.operation-filter-input', 'there is no such thing')
  await page.locator('.opblock-tag').first().waitFor({ state: 'detached' })
  await page.fill('.operation-filter-input', '')
  await page.locator('.opblock-tag').first().waitFor()
  t.equal(await page.locator('.opblock').count(), 0, 'without a search no operations are shown')
  t.strictSame(messages, [])
})

t.test('console messages of Chromium itself are not counted', { skip }, async (t) => {
  const { page, messages } = await openPage(t, String(browser))
  await page.evaluate("console.warn('of Chromium')\n//# sourceURL=chrome://resources/fonts.js")
  await page.evaluate("console.warn('[Intervention] Slow network is detected.')")
  await page.evaluate("console.warn('of the page')")
  t.strictSame(messages, ['of the page'])
})

t.test('the page of a problem keeps its own policy in a browser', { skip }, async (t) => {
  const { app } = await documentedApp(t)
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const { page, messages } = await openPage(t, String(browser))
  await page.goto(`${origin}/docs/problems/name_taken`)
  t.equal(await page.locator('h1').innerText(), 'The name is taken')
  t.equal(await page.evaluate('getComputedStyle(document.querySelector("pre")).overflowX'), 'auto', 'styled')
  t.strictSame(messages, [])
})

async function authorize(page: Page, token: string): Promise<void> {
  await page.click('.btn.authorize')
  const logout = page.locator('.auth-btn-wrapper button:text("Logout")')
  if ((await logout.count()) > 0) await logout.click()
  await page.fill('.auth-container input', token)
  await page.click('.auth-btn-wrapper .authorize')
  await page.click('.auth-btn-wrapper .btn-done')
}

/** Finds the operation, and presses Execute without changes. Returns the status that the page then shows. */
async function execute(page: Page, id: string): Promise<string> {
  // A click on the result of an earlier search would be lost when the list changes.
  await page.fill('.operation-filter-input', '')
  await page.locator('.opblock').first().waitFor({ state: 'detached' })
  await page.fill('.operation-filter-input', id)
  const operation = page.locator(`.opblock[id$="-${id}"]`)
  await operation.locator('.opblock-summary-control').click()
  await operation.locator('.btn.execute').click()
  const status = operation.locator('.live-responses-table .response-col_status').last()
  await status.waitFor()
  return (await status.innerText()).trim()
}

t.test('Execute with the default values reads the data of the demo', { skip }, async (t) => {
  const { url, tokenFor } = await demoInstance(t)
  const { page } = await openPage(t, String(browser))
  page.setDefaultTimeout(patience)
  await page.goto(`${url}/docs`)
  const reads = listOperations(contract).filter(({ method }) => method === 'GET')
  t.ok(reads.length > 30, `${reads.length} operations`)
  let used = ''
  for (const { id, operation } of reads) {
    const token = tokenFor(operation['x-permission'])
    if (token !== used) await authorize(page, token)
    used = token
    t.match(await execute(page, id), /^2\d\d/, id)
  }
})
