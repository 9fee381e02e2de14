import type { Client } from 'openapi-fetch'
import type { paths } from './generated/contract.ts'

/** A client whose paths, parameters, bodies and problems have the types of the contract; see openapi-fetch. */
export type SourcebookClient = Client<paths, 'application/json' | 'application/problem+json'>
