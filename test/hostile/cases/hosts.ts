import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import type { Case, Finding, Group, Scene } from '../campaign.ts'
import { eachOf, jsonOf } from '../requests.ts'
import { host, serve } from '../servers/silent.ts'
import { sources } from '../tenants.ts'

/** Spellings of a host that lead, or might lead, to this machine or its network. None may be connected to. */
const spellings: readonly string[] = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '0',
    '0.0.0.0',
  ],
  ...[
    '::1',
    '::',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:0:127.0.0.1',
    '::127.0.0.1',
  ],
  ...[
    '[::1]',
    '[::ffff:127.0.0.1]',
    '64:ff9b::127.0.0.1',
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::',
    'fe80::1%lo',
    '::1%lo',
  ],
  ...[
    '127.0.0.1%lo',
    `${host}%lo`,
    'localhost',
    'LOCALHOST',
    'localhost.',
    'LocalHost.LocalDomain',
    'ip6-localhost',
  ],
  ...['ip6-loopback', hostname(), '127.0.0.1.', '127.0.0.1 ', ' 127.0.0.1', '127.0.0.1\t', '127.0.0.1\n'],
  ...[
    '127.0.0.1#x',
    '127.0.0.1/8',
    '127.0.0.1:80',
    `${host},127.0.0.1`,
    `127.0.0.1,${host}`,
    'user@127.0.0.1',
  ],
  ...['127。0。0。1', '①②⑦.⓪.⓪.①', 'ⓛocalhost', '１２７.0.0.1', '169.254.169.254', '169.254.170.2'],
  ...[
    'metadata.google.internal',
    '100.100.100.200',
    '10.0.0.1',
    '192.168.0.1',
    '172.16.0.1',
    '168.63.129.16',
  ],
  ...['224.0.0.1', '255.255.255.255', 'fd00:ec2::254', 'fec0::1', 'ff02::1', '/tmp', '/var/run/postgresql'],
  ...[
    `/${host}`,
    '//127.0.0.1',
    '../..',
    './x',
    '@x',
    `${host}/../127.0.0.1`,
    'file:///etc/passwd',
    'http://127.0.0.1',
  ],
  ...[
    '-1',
    '127.0.0.010',
    `${host}\\`,
    '%31%32%37.0.0.1',
    '127.0.0.1;x',
    '127.0.0.1\\0',
    '127.0.0.1\u200b',
    '127.0.0.8',
  ],
]

/** BigQuery endpoints that neither belong to Google nor were allowed. */
const endpoints = (port: number): readonly string[] => [
  `http://127.0.0.1:${port}`,
  `https://127.0.0.1:${port}`,
  'http://bigquery.googleapis.com',
  'https://bigquery.googleapis.com.example.org',
  'https://evilgoogleapis.com',
  'https://.googleapis.com',
  'https://googleapis.com',
  'https://bucket.storage.googleapis.com',
  'https://storage.googleapis.com',
  `https://127.0.0.1:${port}\\.googleapis.com`,
  `https://x.googleapis.com:${port}`,
  'https://a b.googleapis.com',
  'https://127.0.0.1%2f.googleapis.com',
  'https://127.0.0.1\t.googleapis.com',
  'https://foo@127.0.0.1',
  `https://[::1]:${port}`,
  `http://0:${port}`,
  `https://127。0。0。1:${port}`,
  `http://localhost:${port}`,
  `http://[::ffff:127.0.0.1]:${port}`,
]

interface Checks {
  readonly checks?: readonly {
    readonly name: string
    readonly status: string
    readonly detail?: string | null
  }[]
}

/** The outcome of creating and testing a source: where it was refused, or that it was not. */
async function attempt(
  { attacker }: Scene,
  connector_type: string,
  configuration: object,
  credentials: object,
) {
  const body = {
    name: `Source ${randomUUID()}`,
    source_type: 'database',
    connector_type,
    configuration,
    credentials,
  }
  const made = await attacker.send({ method: 'POST', path: sources, body })
  if (made.status !== 201) return `not created: ${made.status}`
  const { id } = jsonOf<{ id: string }>(made)
  const tested = await attacker.send({ method: 'POST', path: `${sources}/${id}/test-connection` })
  const last = jsonOf<Checks>(tested).checks?.at(-1)
  return tested.status === 200
    ? `${last?.name} ${last?.status}: ${last?.detail ?? ''}`
    : `not tested: ${tested.status}`
}

/** Counts connections to an address of this machine that no source may reach. */
async function forbidden() {
  let visits = 0
  const server = await serve((socket) => {
    visits += 1
    socket.destroy()
  }, '127.0.0.1')
  return { port: server.port, visits: () => visits, close: () => server.close() }
}

const visited = (visits: number): Finding[] =>
  visits === 0
    ? []
    : [{ kind: 'wrong answer', detail: `${visits} connections to a host that is not allowed` }]

const named = (connector_type: string): Case => ({
  name: `spellings of hosts: ${connector_type}`,
  patience: 120_000,
  async run(scene) {
    const trap = await forbidden()
    const outcomes = new Map<string, number>()
    const passed: Finding[] = []
    try {
      await eachOf(2, spellings, async (spelling) => {
        const configuration = {
          host: spelling,
          port: trap.port,
          tls: { mode: 'disable' },
          connect_timeout_seconds: 1,
        }
        const outcome = await attempt(scene, connector_type, configuration, { user: 'anybody' })
        const kind = outcome.slice(0, 40)
        outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1)
        if (/^(tls|authenticat|list|read|not tested)/.test(outcome))
          passed.push({ kind: 'wrong answer', detail: `${spelling}: ${outcome}` })
      })
    } finally {
      trap.close()
    }
    const note = [...outcomes].map(([kind, count]) => `${count} ${kind}`).join('; ')
    return {
      note: `${spellings.length} spellings: ${note}`.slice(0, 200),
      findings: [...visited(trap.visits()), ...passed],
    }
  },
})

const credentials = { access_token: 'token-of-a-tenant' }

const endpointsOfBigquery: Case = {
  name: 'endpoints of BigQuery',
  patience: 120_000,
  async run(scene) {
    const trap = await forbidden()
    const findings: Finding[] = []
    const list = endpoints(trap.port)
    try {
      await eachOf(2, list, async (api_endpoint) => {
        const configuration = { project: 'home', api_endpoint, connect_timeout_seconds: 1 }
        const outcome = await attempt(scene, 'bigquery', configuration, credentials)
        const isRefused = /^not created|^configuration failed|not a public/.test(outcome)
        if (!isRefused)
          findings.push({ kind: 'wrong answer', detail: `${api_endpoint}: ${outcome.slice(0, 120)}` })
      })
    } finally {
      trap.close()
    }
    return { note: `${list.length} endpoints`, findings: [...visited(trap.visits()), ...findings] }
  },
}

/** An allowed endpoint that redirects clients to a forbidden address. */
const redirects: Case = {
  name: 'redirects of BigQuery to a host that is not allowed',
  patience: 120_000,
  async run(scene) {
    const trap = await forbidden()
    const outcomes: string[] = []
    try {
      for (const status of [301, 302, 303, 307, 308]) {
        for (const location of [
          `http://127.0.0.1:${trap.port}/internal`,
          `//127.0.0.1:${trap.port}/internal`,
          'file:///etc/passwd',
        ]) {
          const server = createServer((_request, response) => response.writeHead(status, { location }).end())
          server.listen(0, host)
          await once(server, 'listening')
          const { port } = server.address() as AddressInfo
          const configuration = {
            project: 'home',
            api_endpoint: `http://${host}:${port}`,
            connect_timeout_seconds: 1,
          }
          outcomes.push(await attempt(scene, 'bigquery', configuration, credentials))
          server.closeAllConnections()
          server.close()
        }
      }
    } finally {
      trap.close()
    }
    const read = outcomes.filter((outcome) => /passed|succeeded| ok/.test(outcome))
    return {
      note: `${outcomes.length} redirects: ${[...new Set(outcomes)].join('; ')}`.slice(0, 150),
      findings: [
        ...visited(trap.visits()),
        ...read.map((detail): Finding => ({ kind: 'wrong answer', detail })),
      ],
    }
  },
}

/** Credentials that name files, programs and addresses. */
const keys: Case = {
  name: 'keys of service accounts that name other places',
  patience: 60_000,
  async run(scene) {
    const trap = await forbidden()
    const url = `http://127.0.0.1:${trap.port}/token`
    const pem = '-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----\n'
    const executable = { executable: { command: '/bin/false' } }
    const account = { type: 'service_account', client_email: 'a@b', private_key: pem }
    const outcomes: string[] = []
    try {
      for (const given of [
        { service_account_key: { ...account, token_uri: url, auth_uri: url, universe_domain: '127.0.0.1' } },
        { service_account_key: { ...account, type: 'external_account', credential_source: executable } },
        { service_account_key: { ...account, type: 'authorized_user', refresh_token: 'x' } },
        { service_account_key: { ...account, private_key: '/etc/passwd' } },
        { type: 'external_account', credential_source: executable },
        { keyFilename: '/etc/passwd' },
      ]) {
        const configuration = {
          project: 'home',
          api_endpoint: `http://${host}:1`,
          connect_timeout_seconds: 1,
        }
        outcomes.push(await attempt(scene, 'bigquery', configuration, given))
      }
    } finally {
      trap.close()
    }
    const told = outcomes.filter((outcome) => /root:|passed$/.test(outcome))
    return {
      note: `${outcomes.length} keys`,
      findings: [
        ...visited(trap.visits()),
        ...told.map((detail): Finding => ({ kind: 'wrong answer', detail })),
      ],
    }
  },
}

export const hosts: Group = {
  name: 'hosts',
  description: 'spellings of hosts, endpoints of BigQuery, redirects, keys that name other places',
  atOnce: 1,
  cases: () => [named('postgresql'), named('mysql'), endpointsOfBigquery, redirects, keys],
}
