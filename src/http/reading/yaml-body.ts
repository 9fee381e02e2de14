import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { ProblemError } from '../problems/problem.ts'
import type { Upload } from '../uploads/uploads.ts'
import { readYaml } from './yaml-value.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The line of the value at a path in a YAML body. */
    lineOf: ((path: readonly string[]) => number) | undefined
  }
}

async function yamlBody(app: FastifyInstance): Promise<void> {
  app.decorateRequest('lineOf', undefined)
  const parser = async (request: FastifyRequest, body: Buffer): Promise<unknown> => {
    if (!request.routeOptions.config.acceptsYaml) {
      throw new ProblemError('unsupported_media_type', { detail: 'Send the body as application/json.' })
    }
    if (body.length === 0) return undefined
    if (!isUtf8(body)) throw new ProblemError('invalid_yaml', { detail: 'The body is not valid UTF-8.' })
    const { value, lineOf } = await readYaml(body, (request.upload as Upload).signal)
    request.lineOf = lineOf
    return value
  }
  app.addContentTypeParser('application/yaml', { parseAs: 'buffer' }, parser)
}

/** Parses YAML bodies for the operations that accept YAML as another way to write their JSON. */
export const yamlBodyPlugin = fastifyPlugin(yamlBody, { name: 'yaml-body', dependencies: ['json-body'] })
