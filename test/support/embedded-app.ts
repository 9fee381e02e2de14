/**
 * An application with an embedded server, which tests kill. Argument: its data folder. Prints `ready`, or why
 * there is no server.
 */
import fastify from 'fastify'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'

try {
  await startEmbeddedPostgres({ dataDirectory: String(process.argv[2]), logger: fastify().log })
  process.stdout.write('ready')
} catch (error) {
  process.stdout.write(String(error))
}
