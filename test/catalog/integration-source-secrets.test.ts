import t from 'tap'
import { findSecrets } from '../../src/catalog/integration-sources/secrets.ts'
import { build } from '../helper.ts'

const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----'
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbmEifQAAAA.c2lnbmF0dXJl'

/** Values that are refused, with the path of the secret in them. */
const secrets: [place: string, configuration: object][] = [
  ['password', { password: 'hunter2' }],
  ['PASSWORD', { PASSWORD: 'hunter2' }],
  ['dbPassword', { dbPassword: 12345 }],
  ['pwd', { pwd: 'x' }],
  ['client_secret', { client_secret: 'x' }],
  ['clientSecret', { clientSecret: 'x' }],
  ['secret', { secret: 'x' }],
  ['secrets', { secrets: ['x'] }],
  ['token', { token: 'x' }],
  ['refresh-token', { 'refresh-token': 'x' }],
  ['sas_token', { sas_token: 'x' }],
  ['api_key', { api_key: 'x' }],
  ['X-API-Key', { 'X-API-Key': 'x' }],
  ['secret_access_key', { secret_access_key: 'x' }],
  ['AWSSecretKey', { AWSSecretKey: 'x' }],
  ['private_key', { private_key: 'x' }],
  ['private_key_pem', { private_key_pem: 'x' }],
  ['private_key_passphrase', { private_key_passphrase: 'x' }],
  ['credentials', { credentials: { user: 'ana' } }],
  ['credentials_json', { credentials_json: '{"type":"service_account"}' }],
  ['headers/Authorization', { headers: { Authorization: 'Basic YTpi' } }],
  ['hosts/1/password', { hosts: [{ host: 'a' }, { password: 'x' }] }],
  ['tls/key', { tls: { key: pem } }],
  ['file', { file: JSON.stringify({ type: 'service_account', key: pem }) }],
  ['list/0', { list: [pem] }],
  ['url', { url: 'postgres://ana:hunter2@db.example.com/shop' }],
  ['url', { url: 'jdbc:postgresql://db.example.com/shop?user=ana&password=hunter2' }],
  ['dsn', { dsn: 'host=db.example.com user=ana password=hunter2' }],
  ['connection_string', { connection_string: 'Server=db;User Id=ana;Pwd=hunter2;' }],
  ['endpoint', { endpoint: 'https://files.example.com/a?sv=2022&sig=abcdef' }],
  ['header', { header: `Bearer ${jwt}` }],
  ['note', { note: `sbk_${'a'.repeat(49)}` }],
]

/** Values that are accepted although they resemble one of these. */
const harmless: object[] = [
  { host: 'db.example.com', port: 5432, database: 'shop', tls: { mode: 'verify-full' } },
  { tls: { ca: '-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----' } },
  { project: 'analytics', maximum_bytes_billed: 1e9, location: 'EU' },
  { token_budget: 4000, max_tokens: 100, tokens_per_minute: 5, token_url: 'https://id.example.com/token' },
  { token_type: 'bearer', next_page_token: 'abc', sync_token: 'abc' },
  { primary_key: 'id', primaryKey: ['id'], key_columns: ['id'], sort_key: 'day', partition_key: 'day' },
  { foreign_key: 'customer_id', key: 'customers', keys: ['a'], keyfile_path: '/etc/key.json' },
  { secret_manager_project: 'analytics', secret_name: 'shop/reader', secret_arn: 'arn:aws:secretsmanager:x' },
  { password_policy: 'strict', password_file: '/run/secrets/shop', password_env: 'SHOP_PASSWORD' },
  { use_token: true, require_password: false, password: null, secret: '' },
  { access_key_id: 'AKIAEXAMPLE', private_key_id: 'abc', private_key_path: '/etc/key.pem' },
  { api_key_header: 'X-API-Key', auth_method: 'token', authorization_url: 'https://id.example.com' },
  { credentials_type: 'service_account', service_account: 'reader@example.iam.gserviceaccount.com' },
  { password: '**********', token: '$\u007bSHOP_TOKEN}', secret: '{{ secrets.shop }}', credentials: {} },
  { url: 'postgres://ana@db.example.com:5432/shop', mail: 'mailto:ana:b@example.com' },
  { url: 'https://db.example.com:8443/a/b@c', masked: 'postgres://ana:****@db.example.com/shop' },
  { filter: "password = 'x' AND token IS NULL", note: 'The password is in the vault.' },
  { tokenizer: 'words', passwordless: true, secretary: 'Ana', monkey: 'x', keyboard: 'x' },
]

t.test('secrets are found, and values that resemble one are not', async (t) => {
  for (const [place, configuration] of secrets) {
    t.same(
      findSecrets(configuration).map((path) => path.join('/')),
      [place],
      JSON.stringify(configuration),
    )
  }
  for (const configuration of harmless) {
    t.same(findSecrets(configuration), [], JSON.stringify(configuration))
  }
})

t.test('long texts are searched quickly', async (t) => {
  const begin = Date.now()
  for (const part of ['a.', '://a:', 'eyJa', '-----BEGIN A', ' password', 'a', '@:/']) {
    findSecrets({ text: part.repeat(1_000_000 / part.length) })
  }
  t.ok(Date.now() - begin < 5_000)
})

t.test('a configuration that contains a secret is refused at create and update', async (t) => {
  const { call, tenant } = await build(t)
  const { params, admin: token } = await tenant()
  const configuration = { host: 'db.example.com', 'a/b': { password: 'hunter2' }, api_key: 'hunter2' }
  const body = { name: 'Shop', source_type: 'warehouse', connector_type: 'postgresql', configuration }
  for (const refused of [
    await call('createIntegrationSource', { token, body }),
    await call('updateIntegrationSource', { params, token, body: { configuration } }),
  ]) {
    t.equal(refused.statusCode, 422)
    t.match(refused.json(), {
      code: 'validation_failed',
      detail: /^body\/configuration\/a\/b\/password: .* credentials/,
      errors: [
        { pointer: '/configuration/a~1b/password', loc: ['body', 'configuration', 'a/b', 'password'] },
        { pointer: '/configuration/api_key', type: 'value_error' },
      ],
    })
    t.notMatch(refused.body, 'hunter2', 'the problem does not repeat the secret')
  }
  const credentials = { user: 'reader', password: 'hunter2' }
  const right = await call('createIntegrationSource', {
    token,
    body: { ...body, configuration: { host: 'db.example.com' }, credentials },
  })
  t.equal(right.statusCode, 201)
  t.equal((await call('updateIntegrationSource', { params, token, body: { name: 'S' } })).statusCode, 200)
})
