/** `npm run test:clients`: clients that generators of other languages make, against the running application. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { languages, tryLanguage } from './languages.ts'
import { carryOut, conclude, inParallel } from './report.ts'
import { startApp } from './running-app.ts'

const usage = `Usage: npm run test:clients -- [options]

Makes a client of the contract in each language, compiles it, and runs the same scenario with it against the
application. A language whose tools are not on this machine is skipped. What is pinned is installed into .tools/ from
the package registries of npm, PyPI, Go and Maven (or mirrors of them); reports go there, too.

  --language NAME  only this one: ${languages.map(({ folder }) => folder).join(', ')}
  --none-skipped   fail when a language is skipped
`

const { values } = parseArgs({
  options: {
    language: { type: 'string' },
    'none-skipped': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  process.stdout.write(usage)
} else {
  const chosen = languages.filter(({ folder }) => values.language === undefined || values.language === folder)
  if (chosen.length === 0) throw new Error(usage)
  const app = await startApp()
  try {
    const contract = await (await fetch(`${app.url}/openapi.json`)).text()
    const environment = { SOURCEBOOK_URL: app.url, SOURCEBOOK_TOKEN: await app.token('SYSTEM_ADMIN') }
    const work = chosen.map(
      (language) => () =>
        carryOut(language.name, async () => {
          if (!language.isThere()) return { outcome: 'skipped', summary: `it needs ${language.needs}` }
          await tryLanguage(language, contract, environment)
          return { outcome: 'passed', summary: 'generated, compiled, and the scenario is complete' }
        }),
    )
    conclude(await inParallel(availableParallelism(), work), { noneSkipped: values['none-skipped'] })
  } finally {
    await app.stop()
  }
}
