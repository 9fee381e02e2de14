import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../../package-root.ts'
import type { DocumentationOptions } from './documentation.ts'

/** Reads the contract in the forms in which it is served. */
export async function readContractFiles(): Promise<Omit<DocumentationOptions, 'catalogue'>> {
  const read = (path: string) => readFile(join(packageRoot, path), 'utf8')
  const [openapiYaml, openapiJson, openapi30Json, openapiJsonOnly] = await Promise.all([
    read('openapi.yaml'),
    read('generated/openapi.json'),
    read('generated/openapi-3.0.json'),
    read('generated/openapi-json-only.json'),
  ])
  return { openapiYaml, openapiJson, openapi30Json, openapiJsonOnly }
}
