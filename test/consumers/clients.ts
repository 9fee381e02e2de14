/** `npm run test:clients`: runs generated clients in several languages against the application. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import type { JsonObject } from '../../src/contract/generator/json.ts'
import { exampleRequests } from './example-requests.ts'
import { languages, tryLanguage } from './languages.ts'
import { moreGenerators } from './more-generators.ts'
import { conclude, inParallel, runPart } from './report.ts'
import { withApp } from './running-app.ts'
import { type Births, sendExample } from './send-examples.ts'

const usage = `Usage: npm run test:clients -- [options]

Makes a client of the contract in each language, compiles it, and runs the same scenario with it against the
application. A language whose tools are not on this machine is skipped. What is pinned is installed into .tools/ from
the package registries of npm, PyPI, Go, Maven and Cargo (or mirrors of them); reports go there, too.

  --all            also with the generators that CI does not take
  --language NAME  only this one: ${languages.map(({ folder }) => folder).join(', ')},
                   ${moreGenerators.map(({ folder }) => folder).join(', ')}
  --none-skipped   fail when a language is skipped
`

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    language: { type: 'string' },
    'none-skipped': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  process.stdout.write(usage)
} else {
  const offered = values.all || values.language !== undefined ? [...languages, ...moreGenerators] : languages
  const chosen = offered.filter(({ folder }) => values.language === undefined || values.language === folder)
  if (chosen.length === 0) throw new Error(usage)
  await withApp(async (app) => {
    const contract: JsonObject = JSON.parse(await (await fetch(`${app.url}/openapi.json`)).text())
    // Tables and columns with every field, for the scenarios that read the data of others.
    const births: Births = new Map()
    for (const request of exampleRequests(contract).creations) await sendExample(app, request, births)
    const environment = { SOURCEBOOK_URL: app.url, SOURCEBOOK_TOKEN: await app.token('SYSTEM_ADMIN') }
    const work = chosen.map(
      (language) => () =>
        runPart(language.name, async () => {
          if (!language.isThere()) return { outcome: 'skipped', summary: `it needs ${language.needs}` }
          const summary = await tryLanguage(language, { url: app.url, environment })
          return { outcome: 'passed', summary }
        }),
    )
    conclude(await inParallel(availableParallelism(), work), { noneSkipped: values['none-skipped'] })
  })
}
