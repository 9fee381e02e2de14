import type { FastifySchemaValidationError } from 'fastify'
import type { JsonSchema } from '../../contract/route-definition.ts'
import { issueAt, type ValidationIssue } from '../../values/invalid-input.ts'
import { labelFault, nameFault } from '../../values/name-rule.ts'

/** The name of a location in FastAPI's `loc`, by its name in Fastify. */
const locations: Record<string, string> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'header',
}

/** An error with the members that ajv adds with its option `verbose`. */
type VerboseError = FastifySchemaValidationError & { data?: unknown; parentSchema?: JsonSchema }

/** The formats that explain what is wrong with a text. */
const faults: Record<string, (text: string) => string | undefined> = { name: nameFault, label: labelFault }

type Wording = (params: Record<string, unknown>, location: string) => { msg: string; type: string }

const typeWording: Record<string, { msg: string; type: string }> = {
  string: { msg: 'Input should be a valid string', type: 'string_type' },
  integer: { msg: 'Input should be a valid integer', type: 'int_type' },
  number: { msg: 'Input should be a valid number', type: 'float_type' },
  boolean: { msg: 'Input should be a valid boolean', type: 'bool_type' },
  array: { msg: 'Input should be a valid list', type: 'list_type' },
  object: { msg: 'Input should be a valid dictionary', type: 'dict_type' },
  null: { msg: 'Input should be None', type: 'none_required' },
}

const formatWording: Record<string, { msg: string; type: string }> = {
  uuid: { msg: 'Input should be a valid UUID', type: 'uuid_parsing' },
  'date-time': { msg: 'Input should be a valid datetime with a time zone', type: 'datetime_parsing' },
}

/** A number with its noun in singular or plural. */
const counted = (count: unknown, noun: string): string => `${count} ${count === 1 ? noun : `${noun}s`}`

/** The messages of pydantic, which users of FastAPI know, by the JSON Schema keyword that failed. */
const wordings: Record<string, Wording> = {
  required: () => ({ msg: 'Field required', type: 'missing' }),
  additionalProperties: () => ({ msg: 'Extra inputs are not permitted', type: 'extra_forbidden' }),
  type: ({ type }) => {
    const [name] = [type].flat()
    return typeWording[String(name)] ?? { msg: 'Input has a wrong type', type: 'type_error' }
  },
  format: ({ format }) =>
    formatWording[String(format)] ?? { msg: `Input should be a valid ${format}`, type: 'value_error' },
  enum: ({ allowedValues }) => ({
    msg: `Input should be ${[allowedValues]
      .flat()
      .map((value) => `'${value}'`)
      .join(', ')}`,
    type: 'enum',
  }),
  pattern: ({ pattern }) => ({
    msg: `String should match pattern '${pattern}'`,
    type: 'string_pattern_mismatch',
  }),
  minLength: ({ limit }) => ({
    msg: `String should have at least ${counted(limit, 'character')}`,
    type: 'string_too_short',
  }),
  maxLength: ({ limit }) => ({
    msg: `String should have at most ${counted(limit, 'character')}`,
    type: 'string_too_long',
  }),
  minimum: ({ limit }) => ({
    msg: `Input should be greater than or equal to ${limit}`,
    type: 'greater_than_equal',
  }),
  maximum: ({ limit }) => ({
    msg: `Input should be less than or equal to ${limit}`,
    type: 'less_than_equal',
  }),
  minProperties: ({ limit }) => ({
    msg: `Input should have at least ${counted(limit, 'member')}`,
    type: 'too_short',
  }),
  maxProperties: ({ limit }) => ({
    msg: `Input should have at most ${counted(limit, 'member')}`,
    type: 'too_long',
  }),
  minItems: ({ limit }) => ({
    msg: `List should have at least ${counted(limit, 'item')}`,
    type: 'too_short',
  }),
  maxItems: ({ limit }) => ({ msg: `List should have at most ${counted(limit, 'item')}`, type: 'too_long' }),
}

const unescaped = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~')

/**
 * Explains an invalid name, by whichever keyword it was found: which character is wrong, or that none is
 * visible.
 */
function nameIssue({ keyword, data, parentSchema }: VerboseError): { msg: string; type: string } | undefined {
  if (keyword !== 'format' && keyword !== 'pattern') return undefined
  const fault = faults[String(parentSchema?.format)]?.(String(data))
  return fault === undefined ? undefined : { msg: fault, type: 'value_error' }
}

/** Lists the tags that select a schema of `oneOf`, in pydantic's words for a tagged union. */
function tagIssue({
  keyword,
  params,
  parentSchema,
}: VerboseError): { msg: string; type: string } | undefined {
  if (keyword !== 'discriminator') return undefined
  if (params.tagValue === undefined) return { msg: 'Field required', type: 'missing' }
  const tag = String(params.tag)
  const words = (
    (parentSchema as JsonSchema).oneOf as { properties: Record<string, { enum: string[] }> }[]
  ).flatMap(({ properties }) => properties[tag]?.enum ?? [])
  return { msg: `Input should be ${words.map((word) => `'${word}'`).join(', ')}`, type: 'union_tag_invalid' }
}

/** Converts an error of ajv to an issue with the path that the client sent. */
export function validationIssue(error: FastifySchemaValidationError, context = 'body'): ValidationIssue {
  const { keyword, instancePath, params, message } = error
  const location = locations[context] ?? context
  const path = instancePath.split('/').slice(1).map(unescaped)
  // `params.tag` is set when the tag is missing or unknown.
  const named = params.missingProperty ?? params.additionalProperty ?? params.tag
  const wording = nameIssue(error) ?? tagIssue(error) ?? wordings[keyword]?.(params, location)
  return issueAt(
    location,
    typeof named === 'string' ? [...path, named] : path,
    wording?.msg ?? message ?? 'Input is not valid',
    wording?.type ?? keyword,
  )
}
