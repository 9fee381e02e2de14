import type { components } from '../contract/handlers.ts'
import type { InstanceClient } from '../instance/client.ts'
import { introspect } from '../instance/introspect.ts'
import { ConnectError } from './connect-error.ts'
import type { Questions } from './questions.ts'
import { askConfiguration, askCredentials, type Connector, setValue } from './settings.ts'

type Schemas = components['schemas']

/** The options of the command, before any question. */
export interface ConnectRequest {
  readonly connector: string | undefined
  readonly name: string | undefined
  /** Settings as `NAME=VALUE`. */
  readonly settings: readonly string[]
  readonly credentials: Record<string, unknown> | undefined
  /** The databases to read; if empty, all that the account may use. */
  readonly databases: readonly string[]
}

export interface ConnectParts {
  readonly client: InstanceClient
  /** Questions to the user about missing options; undefined without a terminal. */
  readonly questions: Questions | undefined
  readonly say: (text: string) => void
  readonly readJson: (path: string) => Promise<unknown>
}

export interface Connected {
  readonly sourceId: string
  readonly run: Schemas['IntrospectionRun']
}

/**
 * Connects a system. It asks for missing options and tests the settings. If they work, it creates the source,
 * adds its databases, and runs an introspection to its end.
 *
 * @throws ConnectError, InstanceError and InputEndedError, with messages for the user
 */
export async function connect(request: ConnectRequest, parts: ConnectParts): Promise<Connected> {
  const { client, say } = parts
  const connectors = await client.read<Connector[]>('/api/connectors')
  const connector = await chooseConnector(connectors, request, parts)
  const { connector_type, source_type, credentials_schema } = connector
  const name =
    request.name ??
    (await parts.questions?.text('What is the source called', connector.name)) ??
    connector.name
  const configuration: Record<string, unknown> = {}
  for (const setting of request.settings) setValue(configuration, connector, setting)
  if (parts.questions) await askConfiguration(configuration, connector, parts.questions)
  const asked =
    request.credentials ??
    (parts.questions &&
      credentials_schema &&
      (await askCredentials(connector, parts.questions, parts.readJson)))
  const credentials = credentials_schema && { credentials: asked ?? {} }

  say(`Testing ${connector.name}`)
  const settings = { connector_type, configuration, ...credentials }
  const test = await client.send<Schemas['ConnectorSettingsTest']>(
    'POST',
    '/api/connectors/test-settings',
    settings,
  )
  for (const { status, name: check, detail } of test.checks) say(`  ${status.padEnd(7)} ${check}: ${detail}`)
  if (!test.succeeded) {
    throw new ConnectError(`Nothing was created. ${adviceFor(test.checks.at(-1), connector)}`)
  }

  const source = await client.send<Schemas['IntegrationSource']>('POST', '/api/integration-sources', {
    ...settings,
    name,
    source_type,
  })
  say(`Created the source ${name} (${source.id})`)
  const path = `/api/integration-sources/${source.id}`
  await addDatabases(path, request, parts)
  const { run } = await introspect(client, path, name, say)
  return { sourceId: source.id, run }
}

async function chooseConnector(
  connectors: readonly Connector[],
  { connector: requested }: ConnectRequest,
  { questions, say }: ConnectParts,
): Promise<Connector> {
  const known = connectors.map(({ connector_type }) => connector_type).join(', ')
  if (requested === undefined && questions) {
    for (const { connector_type, name, needs } of connectors)
      say(`  ${connector_type.padEnd(11)} ${name}. ${needs}`)
  }
  const word = requested ?? (await questions?.text(`Which connector (${known})`))
  const found = connectors.find(
    ({ connector_type, aliases }) => connector_type === word || aliases.includes(String(word)),
  )
  if (!found) throw new ConnectError(`Name one of the connectors by --connector: ${known}.`)
  if (found.unavailable_reason !== null) throw new ConnectError(found.unavailable_reason)
  return found
}

/** What the operator allows with a setting, and an example of its value. */
const allowances: Readonly<Record<string, { what: string; example: string }>> = {
  CONNECTOR_ALLOWED_HOSTS: { what: 'the host', example: '127.0.0.1,10.0.0.0/8' },
  CONNECTOR_ALLOWED_FOLDERS: { what: 'the folder', example: '/data' },
}

/** The advice after a failed test. */
function adviceFor(
  check: Schemas['ConnectionCheck'] | undefined,
  { operator_setting: setting, needs }: Connector,
): string {
  const allowance = allowances[setting]
  if (!allowance || !check?.detail.includes(setting)) return `What it needs: ${needs}`
  const { what, example } = allowance
  return `Start the server with ${setting} set to ${what}, e.g. ${setting}=${example} npm start, and try again.`
}

async function addDatabases(path: string, request: ConnectRequest, { client, questions, say }: ConnectParts) {
  const discover = (add: string) =>
    client.send<Schemas['DatabaseDiscovery']>('POST', `${path}/databases/discover`, { add })
  const found = await discover('nothing')
  if (!found.succeeded) throw new ConnectError(`The databases could not be listed. ${found.detail}`)
  const names = found.databases.flatMap(({ name, outcome }) => (outcome === 'unsuitable' ? [] : [name]))
  say(`${found.detail} ${names.join(', ')}`)
  let wanted = request.databases
  if (wanted.length === 0 && questions && names.length > 1) {
    const answer = await questions.text('Which are to be read, with commas', 'all')
    if (answer !== 'all') wanted = answer.split(',').map((name) => name.trim())
  }
  const unknown = wanted.filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new ConnectError(`There is no database ${unknown.join(', ')}.`)
  if (wanted.length === 0) await discover('active')
  for (const name of wanted) {
    await client.send('PUT', `${path}/databases/by-name/${encodeURIComponent(name)}`, {})
  }
}
