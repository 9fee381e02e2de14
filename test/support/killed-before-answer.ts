import { ServerResponse } from 'node:http'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/db/client.ts'
import { completeConfig } from '../../src/identity/development-secrets.ts'

/*
 * A process that is killed by SIGKILL when it would send the first byte of an answer: everything was
 * committed, and the client gets no answer. Arguments: the connection as JSON.
 */

ServerResponse.prototype.writeHead = () => process.kill(process.pid, 'SIGKILL') as never

const config = await completeConfig(loadConfig(process.env))
const db = openDatabase(JSON.parse(String(process.argv[2])), 2)
const app = await buildApp({ config, db })
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
