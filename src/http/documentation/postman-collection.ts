import { type ContractDocument, listOperations, type PlacedOperation } from './contract-document.ts'
import { bodyExamples, exampleOf, isPublic } from './curl-example.ts'
import { titleOf } from './operation-page.ts'

/**
 * The operations as a Postman collection, version 2.1, which Bruno imports, too. It has a folder for each
 * tag, and required parameters with their examples. It has no optional parameters, since both tools would
 * send them. `base_url` and `token` are variables of the collection.
 * https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html
 */
export function postmanCollection(document: ContractDocument) {
  const { info, tags = [] } = document
  const operations = listOperations(document)
  return {
    info: {
      name: info.title,
      description: info.summary ?? '',
      version: info.version,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] },
    variable: [
      { key: 'base_url', value: 'http://127.0.0.1:3000', type: 'string' },
      { key: 'token', value: '', type: 'string' },
    ],
    item: tags.map(({ name, description = '' }) => ({
      name,
      description,
      item: operations
        .filter(({ section }) => section === name)
        .map((placed) => ({ name: titleOf(placed), request: requestOf(document, placed) })),
    })),
  }
}

function requestOf(document: ContractDocument, placed: PlacedOperation) {
  const valuesIn = (location: string) =>
    placed.parameters
      .filter((parameter) => parameter.required && parameter.in === location)
      .map((parameter) => ({ key: parameter.name, value: exampleOf(document, parameter) ?? '' }))
  const query = valuesIn('query')
  const variable = valuesIn('path')
  const [body] = bodyExamples(document, placed)
  const path = placed.path.replaceAll(/\{(\w+)\}/g, ':$1')
  const search = query.map(({ key, value }) => `${key}=${encodeURIComponent(value)}`).join('&')
  return {
    method: placed.method,
    description: placed.operation.description ?? '',
    header: [...valuesIn('header'), ...(body ? [{ key: 'Content-Type', value: 'application/json' }] : [])],
    url: {
      raw: [`{{base_url}}${path}`, search].filter(Boolean).join('?'),
      host: ['{{base_url}}'],
      path: path.split('/').slice(1),
      query,
      variable,
    },
    ...(isPublic(placed) && { auth: { type: 'noauth' } }),
    ...(body && {
      body: {
        mode: 'raw',
        raw: JSON.stringify(body.value, null, 2),
        options: { raw: { language: 'json' } },
      },
    }),
  }
}
