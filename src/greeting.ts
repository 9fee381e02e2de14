import { DEMO_ORGANIZATION_ID, DEMO_SOURCE_ID } from './identity/demo.ts'
import type { CompleteConfig } from './identity/development-secrets.ts'
import { issueToken } from './identity/tokens.ts'

const tokenLifetime = 24 * 60 * 60

/**
 * The text that a start prints: the address of the API and, with a demo organization and a secret to sign
 * with, a command to paste that creates a database.
 */
export async function greeting(url: string, config: CompleteConfig, now = new Date()): Promise<string> {
  const { JWT_SECRET, JWT_ISSUER, JWT_AUDIENCE, DEMO } = config
  const lines = ['', `Sourcebook is ready at ${url}`, `Documentation:          ${url}/docs`]
  if (DEMO && JWT_SECRET !== undefined) {
    const token = await issueToken(
      { JWT_SECRET, JWT_ISSUER, JWT_AUDIENCE },
      { subject: 'demo', organizationId: DEMO_ORGANIZATION_ID, role: 'ORGANIZATION_ADMIN', kind: 'person' },
      tokenLifetime,
    )
    // Each start prints another name, so that the command works again after a restart.
    const name = `analytics-${now.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}`
    lines.push(
      `Demo organization:      ${DEMO_ORGANIZATION_ID}`,
      `Demo source:            ${DEMO_SOURCE_ID}`,
      '',
      'Create a database in it (the token is good for a day):',
      '',
      `curl -i ${url}/api/integration-sources/${DEMO_SOURCE_ID}/databases \\`,
      `  -H 'Authorization: Bearer ${token}' \\`,
      `  -H 'Content-Type: application/json' \\`,
      `  -d '{"name": "${name}", "description": "Orders and customers", "priority": 10}'`,
    )
  }
  return `${lines.join('\n')}\n\n`
}
