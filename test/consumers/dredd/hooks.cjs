/**
 * Instructions for Dredd beyond the contract. It compares each answer with the example of the contract: all
 * of its members, and their types.
 */
const hooks = require('hooks')

/** Requests that are not sent, by method and path, with the reason. */
const leftOut = {
  'POST /api/integration-sources/{source_id}/introspection-runs':
    'the list then begins with a run that has no result yet',
  'POST /api/integration-sources/{source_id}/introspection-runs/{run_id}/cancel': 'the run is over',
  'POST /api/integration-sources/{source_id}/introspection-runs/{run_id}/approve': 'the run is over',
  'PUT /api/integration-sources/description-proposals/{proposal_id}': 'a request before has decided on it',
  'POST /api/integration-sources/{source_id}/descriptions/apply':
    'requests before have made the plan outdated',
  'PUT /api/integration-sources/{source_id}/databases/{database_id}/snapshot':
    'it takes away what the deletions after it name',
}

hooks.beforeEach((transaction, done) => {
  const { expected, request, name, fullPath } = transaction
  const [path] = name.split(' > ')
  const reason = leftOut[`${request.method} ${path}`]
  // Requests that are wrong on purpose are sent by `--only nasty`; Dredd has no way to send them.
  const isWrong = !/^2/.test(String(expected.statusCode))
  // The resource with the name of the example exists, so it is not created.
  const isUpdate = request.method === 'PUT' && String(expected.statusCode) === '201'
  if (reason !== undefined || isWrong || isUpdate) {
    transaction.skip = true
    return done()
  }
  // Optional headers without an example are sent without a value.
  for (const [header, value] of Object.entries(request.headers))
    if (value === '') delete request.headers[header]
  // A declared header is optional in an answer, e.g. Link on the last page.
  expected.headers = { 'Content-Type': expected.headers['Content-Type'] }
  hooks.log(`sent ${request.method} ${fullPath}`)
  done()
})

hooks.beforeEachValidation(({ real }, done) => {
  // Media types are compared as text, including their parameters.
  if (real.headers['content-type'])
    real.headers['content-type'] = real.headers['content-type'].split(';', 1)[0]
  done()
})
