import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { ProblemError } from '../problems/problem.ts'
import { smallYaml } from '../reading/yaml-value.ts'
import '../route-config.ts'
import './body-deadline.ts'
import { arriving, tooLarge } from './arriving.ts'
import { prepareUploadFolder } from './folder.ts'
import { createShares, type Share, type UploadLimits } from './shares.ts'
import { type Spool, SpoolError, spool } from './spool.ts'
import { createTurnstile, type TurnstileOptions } from './turnstile.ts'

/** A completely received body that has a slot. */
export interface Upload {
  /**
   * Code that works on the body sets this, and then has to release it. Otherwise the end of the answer
   * releases it.
   */
  isInUse: boolean
  /** Aborted when the client disconnects or has its answer; readers of the body stop then. */
  signal: AbortSignal
  /** Releases its file, its share of the limits and its slot. */
  release(): Promise<void>
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The received body of a route that takes uploads. */
    upload: Upload | undefined
  }
}

export interface UploadsOptions {
  /** The folder for bodies that are larger than `memoryBytes`. */
  folder: string
  /** How much of one upload stays in memory. */
  memoryBytes: number
  /** The longest NDJSON body; other bodies have the limit of their route. */
  linesLimit: number
  /** The longest pause between two chunks of a body. */
  idleMilliseconds: number
  /** Limits for bodies that are being received. */
  receiving: UploadLimits
  /** Limits for bodies that are being worked on. */
  working: TurnstileOptions
}

const mediaTypeOf = ({ headers }: FastifyRequest) =>
  String(headers['content-type']).split(';', 1)[0]?.trim().toLowerCase()

/**
 * YAML that is not small needs a process of its own; the code that reads a streamed body holds its content in
 * memory.
 */
const isHeavy = (request: FastifyRequest, { size }: Spool): boolean =>
  mediaTypeOf(request) === 'application/yaml'
    ? size > smallYaml
    : request.routeOptions.config.streamsBody === true

/** Whether a body is received as an upload. A body of another media type is refused unread. */
function isWanted(request: FastifyRequest): boolean {
  const { takesUploads, acceptsLines, acceptsYaml } = request.routeOptions.config
  const type = mediaTypeOf(request)
  return (
    takesUploads === true &&
    (type === 'application/json' ||
      (acceptsLines === true && type === 'application/x-ndjson') ||
      (acceptsYaml === true && type === 'application/yaml'))
  )
}

/**
 * Uploads to one resource run one after the other: at once they would wait for its lock, each with a
 * connection.
 */
const targetOf = ({ params }: FastifyRequest) => JSON.stringify(params).toLowerCase()

function storageProblem(request: FastifyRequest, { cause }: SpoolError): ProblemError {
  request.log.error({ err: cause }, 'a body could not be stored')
  const detail = 'The server has no room for the body now.'
  return new ProblemError('uploads_unavailable', {
    detail,
    headers: { 'retry-after': '5', connection: 'close' },
  })
}

/**
 * Fastify plugin that receives the bodies of routes with `config.takesUploads` completely before they are
 * parsed, within the limits. However slow the client is, the upload holds no database connection meanwhile.
 * Then it waits for a slot. Parsers and handlers read the body as if it had just arrived.
 */
export const uploads = fastifyPlugin<UploadsOptions>(
  async (app, { folder, memoryBytes, linesLimit, idleMilliseconds, receiving, working }) => {
    await prepareUploadFolder(folder)
    const openShare = createShares(receiving)
    const awaitSlot = createTurnstile(working)

    const receive = async (request: FastifyRequest, body: Readable, share: Share) => {
      const isLines = mediaTypeOf(request) === 'application/x-ndjson'
      const limit = isLines ? linesLimit : request.routeOptions.bodyLimit
      if (Number(request.headers['content-length']) > limit) throw tooLarge(limit)
      const counted = async function* () {
        for await (const chunk of arriving(body, { limit, idleMilliseconds })) {
          share.take(chunk.length)
          yield chunk
        }
      }
      return spool(counted(), { folder, memoryBytes })
    }

    app.decorateRequest('upload', undefined)
    app.addHook('preParsing', async (request, reply, payload) => {
      if (!isWanted(request)) return payload
      clearTimeout(request.bodyDeadline)
      const ended = new AbortController()
      const { signal } = ended
      reply.raw.once('close', () =>
        ended.abort(new ProblemError('malformed_request', { detail: 'The client went away.' })),
      )
      const held: (() => void | Promise<void>)[] = []
      const release = async () => {
        await Promise.allSettled(held.splice(0).map((free) => free()))
      }
      try {
        const owner = request.principal.organizationId ?? request.principal.subject
        const share = openShare(owner)
        held.push(share.end)
        const received = await receive(request, payload as Readable, share)
        held.push(received.release)
        const work = { owner, target: targetOf(request), isHeavy: isHeavy(request, received) }
        held.push(await awaitSlot(work, signal))
        signal.throwIfAborted()
        const upload: Upload = { isInUse: false, signal, release }
        request.upload = upload
        signal.addEventListener('abort', () => {
          if (!upload.isInUse) void release()
        })
        return Readable.from(received.read())
      } catch (error) {
        await release()
        throw error instanceof SpoolError ? storageProblem(request, error) : error
      }
    })
  },
  { name: 'uploads', dependencies: ['body-deadline', 'json-body', 'authentication'] },
)
