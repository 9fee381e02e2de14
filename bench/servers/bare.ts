/**
 * The server that Sourcebook is compared with: Fastify and postgres.js with defaults, and a plain route for
 * each scenario. It has no token, no validation, no schema, no log. Arguments: the connection as JSON, and
 * the size of the pool.
 */
import fastify from 'fastify'
import postgres from 'postgres'
import { loadScenarios } from '../scenario.ts'
import { answerAboutProcess, answerParent, tellParent } from './parent.ts'

const sql = postgres({ ...JSON.parse(String(process.argv[2])), max: Number(process.argv[3]) })
const app = fastify()
for (const { route } of (await loadScenarios()).values()) route(app, sql)
const url = await app.listen({ host: '127.0.0.1', port: 0 })

answerParent(answerAboutProcess)
tellParent({ answer: url })
