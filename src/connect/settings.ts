import type { components } from '../contract/handlers.ts'
import { ConnectError } from './connect-error.ts'
import type { Questions } from './questions.ts'

type Values = Record<string, unknown>

/** A connector as the API describes it. */
export type Connector = components['schemas']['Connector']

/** The parts of a JSON Schema that questions use. */
interface Property {
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly writeOnly?: boolean
  readonly properties?: Readonly<Record<string, Property>>
  readonly required?: readonly string[]
}

const propertiesOf = (schema: unknown): Readonly<Record<string, Property>> =>
  (schema as Property).properties ?? {}
const requiredOf = (schema: unknown): readonly string[] => (schema as Property).required ?? []

/** The property with a name such as `tls.mode`. */
function propertyAt(schema: unknown, names: readonly string[]): Property | undefined {
  const [name = '', ...rest] = names
  const properties = propertiesOf(schema)
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined
  return property && rest.length > 0 ? propertyAt(property, rest) : property
}

/** The names of all scalar settings of a schema, nested ones as `tls.mode`, each with its default. */
function valuesOf(schema: unknown, prefix = ''): [name: string, usual: unknown][] {
  return Object.entries(propertiesOf(schema)).flatMap(([name, property]) =>
    property.properties ? valuesOf(property, `${prefix}${name}.`) : [[prefix + name, property.default]],
  )
}

/**
 * Sets one value of a configuration from a text such as `tls.mode=disable`.
 *
 * @throws ConnectError when the connector has no such setting, or the value should be a number and is not
 */
export function setValue(
  configuration: Values,
  { configuration_schema: schema, name }: Connector,
  text: string,
) {
  const [key = '', ...value] = text.split('=')
  const path = key.trim().split('.')
  const property = propertyAt(schema, path)
  if (!property || property.properties || value.length === 0) {
    const known = valuesOf(schema).map(([each]) => each)
    throw new ConnectError(`Write NAME=VALUE with one of the settings of ${name}: ${known.join(', ')}.`)
  }
  const written = value.join('=').trim()
  const isNumber = property.type === 'integer'
  if (isNumber && !/^-?\d{1,15}$/.test(written)) throw new ConnectError(`${key} must be a whole number.`)
  let target = configuration
  for (const step of path.slice(0, -1)) {
    target[step] ??= {}
    target = target[step] as Values
  }
  target[path.at(-1) as string] = isNumber ? Number(written) : written
}

/** Asks for the missing required settings of a configuration, and then for optional ones. */
export async function askConfiguration(configuration: Values, connector: Connector, questions: Questions) {
  const { configuration_schema: schema } = connector
  for (const name of requiredOf(schema).filter((each) => configuration[each] === undefined)) {
    const { description = name } = propertyAt(schema, [name]) as Property
    for (;;) {
      const answer = await questions.text(`${name} (${description})`)
      if (answer === '') continue
      setValue(configuration, connector, `${name}=${answer}`)
      break
    }
  }
  const others = valuesOf(schema).filter(
    ([name]) => configuration[name.split('.', 1)[0] as string] === undefined,
  )
  const usual = others.map(([name, value]) => `${name}${value === undefined ? '' : `=${value}`}`).join(', ')
  for (;;) {
    const answer = await questions.text(`Another setting as NAME=VALUE, or nothing (${usual})`)
    if (answer === '') return
    try {
      setValue(configuration, connector, answer)
    } catch (error) {
      await questions.text(`${(error as Error).message} Press Enter`)
    }
  }
}

/**
 * Asks for credentials. A secret is not shown while it is typed. An object, such as the key of a service
 * account, is read from a file.
 */
export async function askCredentials(
  { credentials_schema: schema }: Connector,
  questions: Questions,
  readJson: (path: string) => Promise<unknown>,
): Promise<Values> {
  const credentials: Values = {}
  for (const [name, property] of Object.entries(propertiesOf(schema ?? {}))) {
    const { description = name, writeOnly = false, properties } = property
    const question = `${name} (${description})`
    const isNeeded = requiredOf(schema).includes(name)
    const hint = isNeeded ? question : `${question} or nothing`
    const answer = properties
      ? await questions.text(`The file with ${hint}`)
      : writeOnly
        ? await questions.secret(hint)
        : await questions.text(hint)
    if (answer !== '') credentials[name] = properties ? await readJson(answer) : answer
  }
  return credentials
}
