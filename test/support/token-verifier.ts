import fastify from 'fastify'
import { jsonWebTokens } from '../../src/identity/json-web-tokens.ts'
import { InvalidTokenError } from '../../src/identity/principal.ts'
import type { VerifiedToken } from '../../src/identity/token-cache.ts'
import { type VerifierSettings, verifyToken } from '../../src/identity/token-verifier.ts'

/** Creates the verifier of an instance with these settings, for tokens that do not come with a request. */
export function createTokenVerifier(settings: VerifierSettings): (token: string) => Promise<VerifiedToken> {
  const app = fastify()
  app.register(jsonWebTokens, { ...settings, bearerToken: ({ headers }) => String(headers.authorization) })
  app.get('/', verifyToken)
  return async (token) => {
    const answer = await app.inject({ url: '/', headers: { authorization: token } })
    if (answer.statusCode !== 200) throw new InvalidTokenError(answer.json().message)
    return answer.json()
  }
}
