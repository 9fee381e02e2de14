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

/** A body that was received before anything was done with it, and whose turn it is. */
export interface Upload {
  /** Whoever works on the body says so, and then releases it; until then, the end of the answer does. */
  isInUse: boolean
  /** Aborted when the client goes away or has its answer: whatever reads the body ends then. */
  signal: AbortSignal
  /** Gives back what it has: its file, its share, its turn. */
  release(): Promise<void>
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The received body of a route that takes uploads. */
    upload: Upload | undefined
  }
}

/** What uploads may take. */
export interface UploadsOptions {
  /** The folder for what does not fit into memory. */
  folder: string
  /** Of one upload, in memory. */
  memoryBytes: number
  /** Of one body that comes as lines; other bodies have the limit of their route. */
  linesLimit: number
  /** How long nothing of a body may come. */
  idleMilliseconds: number
  /** Of bodies that are received. */
  receiving: UploadLimits
  /** Of bodies that are worked on. */
  working: TurnstileOptions
}

const mediaTypeOf = ({ headers }: FastifyRequest) =>
  String(headers['content-type']).split(';', 1)[0]?.trim().toLowerCase()

/** Other YAML is read by a process of its own, and what is kept of a stream is held in memory as a whole. */
const isHeavy = (request: FastifyRequest, { size }: Spool): boolean =>
  mediaTypeOf(request) === 'application/yaml'
    ? size > smallYaml
    : request.routeOptions.config.streamsBody === true

/** A body of another media type is refused without a look at it. */
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

/** Two uploads to one resource would wait for its lock, each with a connection. */
const targetOf = ({ params }: FastifyRequest) => JSON.stringify(params).toLowerCase()

function withoutRoom(request: FastifyRequest, { cause }: SpoolError): ProblemError {
  request.log.error({ err: cause }, 'a body could not be kept')
  const detail = 'The server has no room for the body now.'
  return new ProblemError('uploads_unavailable', {
    detail,
    headers: { 'retry-after': '5', connection: 'close' },
  })
}

/**
 * Receives the bodies of routes that take uploads (`config.takesUploads`) before they are parsed: completely, within the
 * limits, and without a connection to the database, however slow the client is. Then they wait for their turn. Parsers
 * and handlers read them as if they came at once.
 */
export const uploads = fastifyPlugin<UploadsOptions>(
  async (app, { folder, memoryBytes, linesLimit, idleMilliseconds, receiving, working }) => {
    await prepareUploadFolder(folder)
    const openShare = createShares(receiving)
    const turn = createTurnstile(working)

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
        await Promise.allSettled(held.splice(0).map((giveBack) => giveBack()))
      }
      try {
        const owner = request.principal.organizationId ?? request.principal.subject
        const share = openShare(owner)
        held.push(share.end)
        const received = await receive(request, payload as Readable, share)
        held.push(received.release)
        const work = { owner, target: targetOf(request), isHeavy: isHeavy(request, received) }
        held.push(await turn(work, signal))
        signal.throwIfAborted()
        const upload: Upload = { isInUse: false, signal, release }
        request.upload = upload
        signal.addEventListener('abort', () => {
          if (!upload.isInUse) void release()
        })
        return Readable.from(received.read())
      } catch (error) {
        await release()
        throw error instanceof SpoolError ? withoutRoom(request, error) : error
      }
    })
  },
  { name: 'uploads', dependencies: ['body-deadline', 'json-body', 'authentication'] },
)
