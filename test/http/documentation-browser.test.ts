import t from 'tap'
import { browse, findBrowser } from './documentation/browser.ts'
import { documentedApp } from './documentation/documented-app.ts'

const browser = findBrowser()
const skip = browser === undefined && 'there is no chromium, chromium-browser or google-chrome on PATH'
if (skip && process.env.CI === 'true') throw new Error(`In CI nothing is skipped, but ${skip}`)

t.test('the interactive reference works in a browser without the internet', { skip }, async (t) => {
  const { app } = await documentedApp(t)
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const operation = '#/Databases/createIntegrationSourceDatabase'

  const { dom, messages } = await browse(String(browser), `${origin}/docs${operation}`)

  t.match(dom, 'Create Integration Source Database', 'the summary of an operation is shown')
  t.match(dom, 'Names are unique within a source', 'and so is its description, because the link names it')
  t.match(dom, 'The new database.', 'with its responses')
  t.match(dom, 'Execute', 'and the button that carries it out')
  t.match(dom, /<img[^>]*src="data:image\/svg\+xml/, 'the logo is ours')
  // A request to another host would be among them, because the policy of the page forbids it.
  t.strictSame(messages, [], 'nothing breaks the policy of the page, so no other host was asked for anything')
})
