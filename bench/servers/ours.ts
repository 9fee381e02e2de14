/**
 * Sourcebook as `npm start` runs it in production, on the database of the bench. Arguments: the connection as
 * JSON, and `with workers` when this process also introspects. The settings are read from the environment;
 * the log goes to stdout.
 */
import { pino } from 'pino'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/db/client.ts'
import { loggableError } from '../../src/db/errors.ts'
import { completeConfig } from '../../src/identity/development-secrets.ts'
import { startIntrospection } from '../../src/introspection/worker.ts'
import { answerAboutProcess, answerParent, tellParent } from './parent.ts'

const config = await completeConfig(loadConfig(process.env))
const logger = pino({ level: config.LOG_LEVEL, serializers: { err: loggableError } })
const connection = JSON.parse(String(process.argv[2]))
const db = openDatabase(connection, 1)
const app = await buildApp({ config, db, logger })
const url = await app.listen({ host: config.HOST, port: config.PORT })

if (process.argv[3] === 'with workers') await startIntrospection(connection, config, logger)

answerParent(answerAboutProcess)
tellParent({ answer: url })
