import { subscribe } from 'node:diagnostics_channel'
import { dirname } from 'node:path'
import { parseAllowedHosts } from '../../src/allowed-hosts.ts'
import { createConnector } from '../../src/introspection/connectors/create-connector.ts'

// Profiles the view `slow` of a SQLite file, and prints the id of the reading process once it has begun.
const [, , path = ''] = process.argv
let reader: { pid?: number } = {}
subscribe('child_process', (message) => {
  reader = (message as { process: { pid: number } }).process
})
const settings = { allowedHosts: parseAllowedHosts(''), allowedFolders: [dirname(path)] }
const connector = await createConnector('sqlite', { path }, {}, settings)
const [database = ''] = await connector.listDatabases()
for await (const _ of connector.tables(database));
const table = { schema_name: null, name: 'slow', table_type: 'VIEW', row_count: null } as const
const columns = [{ name: 'n', data_type: '', is_nullable: true, is_primary_key: false }]
const options = { maximumRows: 1, maximumBytes: 1, timeoutMs: 600_000, columns, uniqueKeys: [] }
setTimeout(() => process.stdout.write(String(reader.pid)), 200)
await connector.profile(database, table, options)
