/**
 * `npm run contract:diff`: checks whether `openapi.yaml` breaks clients, and whether CHANGELOG.md says so.
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { objectOf } from '../../src/contract/generator/json.ts'
import { published } from '../../src/contract/generator/published.ts'
import { packageRoot } from '../../src/package-root.ts'
import { type Break, unnamedBreaks } from './breaks.ts'
import { installOnce, isInstalled, runOrThrow, toolsFolder } from './tools.ts'

const usage = `Usage: npm run contract:diff -- [git ref]

Lists how openapi.yaml breaks clients of its version at a git ref, by default the last release tag (v*). Fails
when CHANGELOG.md does not name the operation of a break under "### Breaking" of "## Unreleased". Needs Go 1.25.
`

/** Installs oasdiff: it is maintained, reads OpenAPI 3.1, and names operations by their operationId. */
async function installDiffer(): Promise<string> {
  const pin = join(packageRoot, 'test/consumers/oasdiff/version')
  const folder = await installOnce('oasdiff', [pin], async (target) => {
    const version = (await readFile(pin, 'utf8')).trim()
    await runOrThrow('go', ['install', `github.com/oasdiff/oasdiff@${version}`], {
      name: 'install-oasdiff',
      environment: { GOBIN: target, GOPATH: join(toolsFolder, 'go'), GOFLAGS: '-modcacherw -buildvcs=false' },
    })
  })
  return join(folder, 'oasdiff')
}

const git = (...argv: string[]) => spawnSync('git', argv, { cwd: packageRoot, encoding: 'utf8' })

async function breaksSince(ref: string): Promise<Break[]> {
  const shown = git('show', `${ref}:openapi.yaml`)
  if (shown.status !== 0) throw new Error(shown.stderr)
  const differ = await installDiffer()
  const folder = await mkdtemp(join(tmpdir(), 'sourcebook-diff-'))
  try {
    const now = await readFile(join(packageRoot, 'openapi.yaml'), 'utf8')
    const [base, revision] = [join(folder, 'base.json'), join(folder, 'revision.json')]
    // oasdiff reports a parameter that moves from an operation to its path as deleted.
    await writeFile(base, publishedText(shown.stdout))
    await writeFile(revision, publishedText(now))
    const argv = ['breaking', base, revision, '--flatten-allof', '--format', 'json']
    const output = await runOrThrow(differ, argv, { name: 'oasdiff' })
    return JSON.parse(output.trim() || '[]') as Break[]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const publishedText = (yaml: string) => JSON.stringify(published(objectOf(parse(yaml))))

const lastRelease = () => git('describe', '--tags', '--abbrev=0', '--match', 'v*').stdout.trim()

async function main([ref = lastRelease()]: readonly string[]): Promise<string> {
  if (ref === '--help') return usage
  if (ref === '') return 'passed: there is no release yet that could be broken\n'
  if (!isInstalled('go', 'version')) {
    process.exitCode = 1
    return 'failed: Go 1.25 or newer is needed to install oasdiff\n'
  }
  const breaks = await breaksSince(ref)
  const changelog = await readFile(join(packageRoot, 'CHANGELOG.md'), 'utf8')
  const unnamed = unnamedBreaks(breaks, changelog)
  const lines = breaks.map(({ operationId, text }) => `${operationId}: ${text}`)
  if (unnamed.length > 0) {
    process.exitCode = 1
    lines.push(`CHANGELOG.md must name under "### Breaking": ${unnamed.join(', ')}`)
  }
  const outcome = unnamed.length > 0 ? 'failed' : 'passed'
  return `${[...lines, `${outcome}: ${breaks.length} breaks since ${ref}`].join('\n')}\n`
}

process.stdout.write(await main(process.argv.slice(2)))
