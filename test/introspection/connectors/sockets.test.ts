import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import t from 'tap'
import { packageRoot } from '../../../src/package-root.ts'

const folder = join(packageRoot, 'src', 'introspection', 'connectors')
/** Modules that start the processes that read sources. */
const processes = join(packageRoot, 'src', 'processes')

/** Modules that open connections or look up names, with their exports that do neither; types never do. */
const modules: Readonly<Record<string, readonly string[]>> = {
  net: ['BlockList', 'isIP'],
  tls: [],
  http: [],
  https: [],
  http2: [],
  dgram: [],
  dns: [],
  'dns/promises': [],
  undici: [],
}
const names = Object.keys(modules).join('|')

/** Everything that could open a connection or look up an address without our network.ts. */
function* openersIn(source: string): Generator<string> {
  const imports = new RegExp(`import\\s([^'"]*?)\\sfrom\\s+['"](?:node:)?(${names})['"]`, 'g')
  for (const [, list = '', module = ''] of source.matchAll(imports)) {
    const imported = list.replaceAll(/[{}]/g, '').split(',')
    for (const name of imported.map((text) => text.trim())) {
      const isType = list.startsWith('type ') || name.startsWith('type ') || name === ''
      if (!isType && !modules[module]?.includes(name)) yield `${name} of ${module}`
    }
  }
  const calls = new RegExp(
    `\\bfetch\\(|\\bnew (?:WebSocket|EventSource)\\b|\\b(?:require|import)\\(['"](?:node:)?(?:${names})['"]\\)`,
    'g',
  )
  for (const [call] of source.matchAll(calls)) yield call
}

t.test('the scan finds code that opens connections', (t) => {
  for (const [source, found] of [
    [`import { connect, isIP } from 'node:net'`, ['connect of net']],
    [`import net from 'net'`, ['net of net']],
    [`import * as tls from "node:tls"`, ['* as tls of tls']],
    [`import { Socket } from 'node:net'`, ['Socket of net']],
    [
      `import {\n  type IncomingMessage,\n  request as ask,\n} from 'node:https'`,
      ['request as ask of https'],
    ],
    [`await fetch('http://x')`, 1],
    [`const { Socket } = require('node:net')`, 1],
    [`await import('http')`, 1],
    [`import { BlockList, isIP } from 'node:net'`, []],
    [`import type { Socket } from 'node:net'`, []],
    [`session.fetched(query)`, []],
    [`result.fetchChunk()`, []],
  ] as const) {
    const openers = [...openersIn(source)]
    t.strictSame(typeof found === 'number' ? openers.length : openers, found, source)
  }
  t.end()
})

t.test('connections are opened in one module only', (t) => {
  const openers = [folder, processes]
    .flatMap((each) => readdirSync(each, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [...openersIn(readFileSync(path, 'utf8'))].map(
        (opener) => `${relative(folder, path)}: ${opener}`,
      )
    })
  t.strictSame(openers.sort(), [
    // The file descriptors of the channel to the parent process, and of standard input.
    '../../processes/parent.ts: Socket of net',
    "../../processes/watchdog.ts: require('node:net')",
    // Uses the connection that it is given (`createConnection`), and opens none.
    'bigquery/request.ts: request of http',
    'network.ts: connect as connectTls of tls',
    'network.ts: connect of net',
    'network.ts: lookup as systemLookup of dns/promises',
  ])
  const request = readFileSync(join(folder, 'bigquery', 'request.ts'), 'utf8')
  t.equal(request.match(/\brequest\(\{\s*createConnection: \(\) => stream,/g)?.length, 1)
  t.equal(request.match(/\brequest\(/g)?.length, 1)
  t.end()
})

t.test('drivers use the connection that was checked', (t) => {
  const drivers = {
    'postgresql/session.ts': /socket: async \(\) => stream/,
    'mysql/session.ts': /stream: guarded\.stream/,
  }
  for (const [file, pattern] of Object.entries(drivers)) {
    t.match(readFileSync(join(folder, file), 'utf8'), pattern, file)
  }
  t.end()
})
