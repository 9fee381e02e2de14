/**
 * A worker of Sourcebook as `npm run worker` starts it in production, on the database of the bench. Argument:
 * the connection as JSON. The settings are read from the environment; the log goes to stdout.
 */
import { pino } from 'pino'
import { loadConfig } from '../../src/config.ts'
import { loggableError } from '../../src/db/errors.ts'
import { completeConfig } from '../../src/identity/development-secrets.ts'
import { startIntrospection } from '../../src/introspection/worker.ts'
import { answerAboutProcess, answerParent, tellParent } from './parent.ts'

const config = await completeConfig(loadConfig(process.env))
const logger = pino({ level: config.LOG_LEVEL, serializers: { err: loggableError } })
await startIntrospection(JSON.parse(String(process.argv[2])), config, logger)

answerParent(answerAboutProcess)
tellParent({ answer: 'ready' })
