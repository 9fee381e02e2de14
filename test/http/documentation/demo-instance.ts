import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { ensureDemo } from '../../../src/demo/empty-catalog.ts'
import { fillDemo } from '../../../src/demo/fill.ts'
import type { ContractDocument } from '../../../src/http/documentation/contract-document.ts'
import { DEMO_ORGANIZATION_ID } from '../../../src/identity/demo.ts'
import { allows, type Permission } from '../../../src/identity/permissions.ts'
import { createInstanceClient } from '../../../src/instance/client.ts'
import { packageRoot } from '../../../src/package-root.ts'
import { build } from '../../helper.ts'

/** The contract as the generator has bundled it. */
export const contract = JSON.parse(
  await readFile(join(packageRoot, 'generated/openapi.json'), 'utf8'),
) as ContractDocument

/**
 * A listening instance with the demo organization of a first start, or of `npm run demo` (`isFilled`).
 *
 * @returns its URL, its database, and a function that creates a token with a permission: for an administrator
 *   of the organization, or of the system where that is needed
 */
export async function demoInstance(t: Test, { isFilled = false } = {}) {
  const { app, database: db, token, system } = await build(t)
  await ensureDemo(db)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const admin = await token('ORGANIZATION_ADMIN', DEMO_ORGANIZATION_ID)
  if (isFilled) await fillDemo(createInstanceClient(url, admin), () => undefined)
  const tokenFor = (permission: string) =>
    permission === 'public' || allows('ORGANIZATION_ADMIN', permission as Permission) ? admin : system
  return { url, app, database: db, admin, tokenFor }
}
