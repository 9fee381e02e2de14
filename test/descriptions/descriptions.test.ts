import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import { build } from '../helper.ts'

type Layer = 'manual_edit' | 'imported' | 'information_schema' | 'ai_generated'
interface Version {
  version: number
  operation: string
  description_source: Layer
  description: string | null
  author: { kind: string; subject: string }
  description_version: number
  is_effective: boolean
}
const precedence: Layer[] = ['manual_edit', 'imported', 'information_schema', 'ai_generated']
const shadow = 'description-shadowed-by'

async function prepare(t: Test) {
  const app = await build(t)
  const { call } = app
  const own = await app.tenant()
  const { admin, service, params } = own
  const make = async (...[operation, place, body]: [Parameters<typeof call>[0], object, object]) =>
    String((await call(operation, { params: { ...params, ...place }, token: admin, body })).json().id)
  const database_id = await make('createIntegrationSourceDatabase', {}, { name: 'shop' })
  const table_id = await make('createDatabaseTable', { database_id }, { name: 'orders' })
  const column = (body: object = {}) => make('createTableColumn', { table_id }, { name: `c${v7()}`, ...body })

  /** Every operation on the description of one resource. */
  const of = (resource_id: string) => {
    const at = { ...params, resource_id, column_id: resource_id }
    return {
      get: async (token = admin) => call('getDescription', { params: at, token }),
      column: async () => (await call('getColumn', { params: at, token: admin })).json(),
      put: (description_source: string, body: object, token = admin, headers = {}) =>
        call('putDescriptionLayer', { params: { ...at, description_source }, body, token, headers }),
      remove: (description_source: string, token = admin, headers = {}) =>
        call('deleteDescriptionLayer', { params: { ...at, description_source }, token, headers }),
      update: (body: object, token = admin) => call('updateColumn', { params: at, body, token }),
      versions: async (): Promise<Version[]> =>
        (await call('listDescriptionVersions', { params: at, token: admin, query: { limit: 1000 } })).json(),
      restore: (version: number, token = admin, headers = {}) =>
        call('restoreDescriptionVersion', { params: { ...at, version: String(version) }, token, headers }),
      propose: (body: object, token = service, headers = {}) =>
        call('createDescriptionProposal', { params: at, body, token, headers }),
    }
  }
  return { ...app, ...own, database_id, table_id, column, of, make }
}

t.test('layers', async (t) => {
  const {
    call,
    column,
    of,
    params,
    service,
    tenant,
    analyst,
    database: db,
    make,
    database_id,
    organizationId,
  } = await prepare(t)

  t.test('a crawl, a generated text, a manual one, and the crawl again', async (t) => {
    const id = await column()
    const { get, put, remove, update, versions, restore, column: read } = of(id)
    t.same((await get()).json().layers, [])
    t.match((await get()).headers.etag, new RegExp(`^"${id}\\.`))
    t.same(await versions(), [])

    await update({ description: 'fk', description_source: 'information_schema' }, service)
    t.match(await read(), {
      description: 'fk',
      description_source: 'information_schema',
      description_version: 2,
    })
    const machine = { model: 'analyst-2', prompt_version: '7', confidence: 0.9 }
    const ai = await put('ai_generated', { description: 'The customer.', ...machine }, service)
    t.equal(ai.headers[shadow], 'information_schema')
    t.match(await read(), { description: 'fk', description_version: 2 }, 'it is stored, but not effective')
    const person = await update({ description: 'Who ordered.' })
    t.equal(person.headers[shadow], undefined)
    t.match(person.json(), { description_source: 'manual_edit', description_version: 3 })

    const again = await update(
      { description: 'fk to customers', description_source: 'information_schema' },
      service,
    )
    t.equal(again.headers[shadow], 'manual_edit')
    t.match(again.json(), { description: 'Who ordered.', description_version: 3 })
    const all = (await get()).json()
    t.match(all, {
      kind: 'column',
      description: 'Who ordered.',
      layers: [
        { description_source: 'manual_edit', author: { kind: 'person' }, model: null },
        {
          description_source: 'information_schema',
          description: 'fk to customers',
          author: { kind: 'service' },
        },
        { description_source: 'ai_generated', ...machine },
      ],
    })

    const removed = await remove('manual_edit')
    t.match(removed.json(), { description: 'fk to customers', description_version: 4 })
    t.match(await read(), { description: 'fk to customers', description_source: 'information_schema' })
    const history = await versions()
    t.same(
      history.map(({ version, operation, description_source, is_effective }) => [
        version,
        operation,
        description_source,
        is_effective,
      ]),
      [
        [5, 'removed', 'manual_edit', true],
        [4, 'written', 'information_schema', false],
        [3, 'written', 'manual_edit', true],
        [2, 'written', 'ai_generated', false],
        [1, 'written', 'information_schema', true],
      ],
    )
    const restored = await restore(3)
    t.match(restored.json(), { description: 'Who ordered.', description_version: 5 })
    t.match((await versions())[0], { version: 6, operation: 'restored', restored_version: 3 })
    t.match((await restore(2)).headers, { [shadow]: 'manual_edit' })
    t.match((await restore(5)).json(), { description: 'fk to customers' }, 'a removal is restored, too')
  })

  t.test(
    'the same text again changes nothing, and null in manual_edit records that there is no description',
    async (t) => {
      const id = await column({ description: 'one' })
      const { get, put, update, versions, column: read } = of(id)
      t.match(
        (await versions()).map(({ version, is_effective }) => [version, is_effective]),
        [[1, true]],
      )
      const before = await get()
      t.equal((await put('manual_edit', { description: 'one' })).headers.etag, before.headers.etag)
      const time = '2026-01-01T00:00:00.000Z'
      await put('manual_edit', { description: 'one', description_generated_at: time })
      t.match(await read(), { description_generated_at: time, description_version: 1 })
      t.equal((await versions()).length, 1, 'another time is not another text')

      await update({ description: 'comment', description_source: 'information_schema' })
      t.match((await update({ description: null })).json(), {
        description: null,
        description_source: null,
        description_generated_at: null,
        description_version: 2,
      })
      t.equal(
        (await update({ description: 'x', description_source: 'imported' })).headers[shadow],
        'manual_edit',
      )
      t.match((await update({ description: null, description_source: 'imported' })).json(), {
        description: null,
      })
      t.match((await get()).json().layers, [
        { description_source: 'manual_edit', description: null },
        { description_source: 'information_schema', description: 'comment' },
      ])
      const other = of(await column({ description: 'x' }))
      t.match((await other.update({ description_generated_at: time })).json(), {
        description_generated_at: time,
        description_source: 'manual_edit',
      })
      const dated = { description: 'y', description_generated_at: time, description_source: null }
      t.match((await other.update(dated)).json(), { ...dated, description_source: 'manual_edit' })
      const refused = await put('imported', { description: null })
      t.match(refused.json(), { code: 'validation_failed', errors: [{ pointer: '/description' }] })
    },
  )

  t.test('every described resource has layers', async (t) => {
    const object_id = await make(
      'createSaasObject',
      {},
      { object_name: 'Deal', api_identifier: 'deal', description: 'd' },
    )
    const field_id = await make(
      'createSaasField',
      { object_id },
      { field_name: 'Sum', api_identifier: 'sum', data_type: 'number' },
    )
    const ids = {
      integration_source: params.source_id,
      database: database_id,
      saas_object: object_id,
      saas_field: field_id,
    }
    for (const [kind, id] of Object.entries(ids)) {
      const written = await of(id).put('ai_generated', { description: `a ${kind}` })
      t.match(written.json(), { kind, integration_source_id: params.source_id }, kind)
      t.match((await of(id).remove('ai_generated')).json().layers, kind === 'saas_object' ? [{}] : [])
    }
    const byName = (body: object) =>
      call('putIntegrationSourceDatabaseByName', {
        params: { ...params, name: 'shop' },
        token: service,
        body,
      })
    await byName({ description: 'theirs' })
    await of(database_id).put('manual_edit', { description: 'ours' })
    t.equal((await byName({ description: 'theirs again' })).headers[shadow], 'manual_edit')
  })

  t.test('a snapshot writes the layer of the database', async (t) => {
    const put = (token: string, description: string, more: object = {}) =>
      call('putDatabaseSnapshot', {
        params: { ...params, database_id },
        token,
        body: [
          { name: 'crawled', description, columns: [{ name: 'id', description, ...more }, { name: 'new' }] },
        ],
      })
    await put(service, 'one')
    t.match((await put(service, 'one')).json(), { tables: { unchanged: 1 }, columns: { unchanged: 2 } })
    const comment = { description_source: 'ai_generated', description_generated_at: '2026-01-01T00:00:00Z' }
    t.match((await put(service, 'two', comment)).json(), {
      tables: { updated: 1 },
      columns: { updated: 1, unchanged: 1 },
      shadowed_descriptions: 1,
    })
    const columns = (await call('listIntegrationSourceColumns', { params, token: service })).json()
    const { id } = columns.find(
      ({ name, description }: { name: string; description: string }) => name === 'id' && description,
    )
    t.match((await of(id).get()).json(), {
      description: 'one',
      layers: [{ description: 'one' }, { description: 'two', description_source: 'ai_generated' }],
    })
  })

  t.test('unknown resources and those of other organizations', async (t) => {
    const id = await column({ description: 'x' })
    const { put, remove, restore, get, propose } = of(id)
    const other = await tenant()
    const code = async (answer: Promise<{ json(): { code: string } }>) => (await answer).json().code
    t.equal(await code(remove('ai_generated')), 'description_layer_not_found')
    t.equal(await code(restore(9)), 'description_version_not_found')
    for (const unknown of [of(v7()), { put, remove, restore, get, propose }]) {
      const token = unknown.get === get ? other.admin : undefined
      t.equal(await code(unknown.get(token)), 'resource_not_found')
      t.equal(await code(unknown.put('imported', { description: 'x' }, token)), 'resource_not_found')
      t.equal(await code(unknown.remove('manual_edit', token)), 'resource_not_found')
      t.equal(await code(unknown.restore(1, token)), 'resource_not_found')
      const proposed = unknown.propose({ description: 'x', description_source: 'imported' }, token)
      t.equal(await code(proposed), 'resource_not_found')
    }
    t.equal(await code(put('manual_edit', { description: 'y' }, analyst)), 'permission_denied')
    const stale = { 'if-match': '"7"' }
    t.equal((await put('manual_edit', { description: 'y' }, undefined, stale)).statusCode, 412)
    t.equal((await remove('manual_edit', undefined, stale)).statusCode, 412)
    t.equal((await restore(1, undefined, stale)).statusCode, 412)
    t.equal(
      (
        await put('manual_edit', { description: 'y' }, undefined, {
          'if-match': String((await get()).headers.etag),
        })
      ).statusCode,
      200,
    )
    const key = { 'idempotency-key': 'restore-1' }
    const first = await restore(1, undefined, key)
    t.same((await restore(1, undefined, key)).json(), first.json(), 'a retry restores once')
    t.equal((await of(id).versions()).length, 3)
  })

  t.test('with a hundred writers at once the version counts the texts', async (t) => {
    const id = await column()
    const { put, versions, column: read } = of(id)
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, writer) =>
        put(precedence[writer % 4] as string, { description: `text ${writer}` }),
      ),
    )
    t.ok(answers.every(({ statusCode }) => statusCode === 200))
    const history = await versions()
    t.same(
      history.map(({ version }) => version),
      Array.from({ length: 100 }, (_, index) => 100 - index),
    )
    const effective = history.filter(({ is_effective }) => is_effective)
    t.equal((await read()).description_version, 1 + effective.length)
    t.equal((await read()).description, effective[0]?.description)
  })

  t.test('the database enforces its constraints', async (t) => {
    const id = await column({ description: 'x' })
    const refuses = async (statement: string, constraint: string) => {
      await t.rejects(db.execute(sql.raw(statement)), { cause: { constraint_name: constraint } }, statement)
    }
    const row = `organization_id = '${organizationId}' AND id = '${id}'`
    const described = `organization_id = '${organizationId}' AND resource_id = '${id}'`
    await refuses(`UPDATE columns SET description = 'y' WHERE ${row}`, 'description_version_step')
    await refuses(`UPDATE columns SET description_version = 2 WHERE ${row}`, 'description_version_step')
    await refuses(
      `UPDATE columns SET description_source = NULL WHERE ${row}`,
      'columns_description_provenance',
    )
    const insert =
      'INSERT INTO description_layers (organization_id, resource_id, kind, integration_source_id, description_source, description, description_generated_at, author, written_at)'
    await refuses(
      `${insert} VALUES ('${organizationId}', '${id}', 'column', '${params.source_id}', 'manual_edit', 'y', now(), 'system', now())`,
      'description_layers_key',
    )
    await refuses(
      `${insert} VALUES ('${organizationId}', '${id}', 'column', '${params.source_id}', 'imported', NULL, now(), 'system', now())`,
      'description_layers_text',
    )
    await refuses(
      `${insert} VALUES ('${v7()}', '${id}', 'column', '${params.source_id}', 'imported', 'y', now(), 'system', now())`,
      'description_layers_resource',
    )
    await refuses(
      `UPDATE description_versions SET version = 3 WHERE ${described}`,
      'description_versions_previous',
    )
    await refuses(
      `INSERT INTO described_resources (organization_id, resource_id, kind, integration_source_id) VALUES ('${organizationId}', '${v7()}', 'table', '${params.source_id}')`,
      'described_resources_table',
    )
    await call('deleteColumn', { params: { ...params, column_id: id }, token: service })
    const left = await db.execute(
      sql.raw(`SELECT count(*)::integer AS count FROM description_versions WHERE ${described}`),
    )
    t.equal(left[0]?.count, 0, 'layers are deleted with their resource')
  })

  t.test('an organization may change the precedence of layers', async (t) => {
    const own = await tenant()
    const token = own.admin
    const update = (body: object) => call('updateIntegrationSource', { params: own.params, token, body })
    await update({ description: 'by hand' })
    await update({ description: 'by import', description_source: 'imported' })
    const order = (description_precedence: Layer[]) =>
      call('updateOrganization', {
        params: { organization_id: own.organizationId },
        body: { description_precedence },
      })
    const turned: Layer[] = ['imported', 'ai_generated', 'manual_edit', 'information_schema']
    t.same((await order(turned)).json().description_precedence, turned)
    const read = async () =>
      (await call('getDescription', { params: { resource_id: own.sourceId }, token })).json()
    t.match(await read(), {
      description: 'by import',
      description_source: 'imported',
      description_version: 3,
      layers: [{ description_source: 'imported' }, { description_source: 'manual_edit' }],
    })
    const at = { params: { resource_id: own.sourceId }, token }
    t.match((await call('listDescriptionVersions', at)).json()[0], {
      operation: 'reordered',
      is_effective: true,
    })
    t.equal((await update({ description: 'by hand again' })).headers[shadow], 'imported')
    await order(turned)
    t.equal(
      (await call('listDescriptionVersions', at)).json().length,
      4,
      'setting the same precedence again is not a change',
    )
    const wrong = await order(['imported', 'imported', 'manual_edit', 'information_schema'])
    t.match(wrong.json(), { code: 'validation_failed', errors: [{ pointer: '/description_precedence' }] })
    const created = await call('createOrganization', { body: { name: 'x', description_precedence: turned } })
    t.same(created.json().description_precedence, turned)
  })
})

t.test('proposals', async (t) => {
  const { call, column, of, params, admin, service, tenant, analyst, sourceId } = await prepare(t)
  const decide = (proposal_id: string, body: object, token = admin, headers = {}) =>
    call('decideDescriptionProposal', { params: { proposal_id }, body, token, headers })
  const machine = { description_source: 'ai_generated', model: 'm', prompt_version: '1', confidence: 0.5 }

  t.test('an approval writes the layer in the name of the approver', async (t) => {
    const id = await column()
    const made = await of(id).propose({ description: 'A.', ...machine }, service, { 'idempotency-key': 'p1' })
    t.match(made.json(), { status: 'SUGGESTED', proposed_by: { kind: 'service' }, decided_by: null })
    t.equal(
      (await of(id).propose({ description: 'A.', ...machine }, service, { 'idempotency-key': 'p1' })).json()
        .id,
      made.json().id,
    )
    t.match(await of(id).column(), { description: null, description_version: 1 })
    const proposal_id = made.json().id
    const read = (headers = {}) =>
      call('getDescriptionProposal', { params: { proposal_id }, token: analyst, headers })
    t.equal((await read({ 'if-none-match': String(made.headers.etag) })).statusCode, 304)
    t.equal((await decide(proposal_id, { status: 'APPROVED' }, admin, { 'if-match': '"2"' })).statusCode, 412)
    const two = await Promise.all([
      decide(proposal_id, { status: 'APPROVED' }),
      decide(proposal_id, { status: 'REJECTED' }),
    ])
    t.same(two.map(({ statusCode }) => statusCode).sort(), [200, 409], 'one of two decisions wins')
    t.equal(two.find(({ statusCode }) => statusCode === 409)?.json().code, 'already_decided')

    const other = (await of(id).propose({ description: 'B.', ...machine })).json().id
    await of(id).put('manual_edit', { description: 'by hand' })
    const approved = await decide(other, { status: 'APPROVED', comment: 'good' })
    t.equal(approved.headers[shadow], 'manual_edit')
    t.match(approved.json(), { status: 'APPROVED', decided_by: { kind: 'person' }, comment: 'good' })
    t.match((await of(id).get()).json().layers[1], {
      description: 'B.',
      author: { kind: 'person' },
      model: 'm',
      confidence: 0.5,
    })
    t.match((await of(id).versions())[0], { operation: 'approved', proposal_id: other })
    t.equal((await decide(v7(), { status: 'APPROVED' })).json().code, 'description_proposal_not_found')
    t.equal(
      (await call('getDescriptionProposal', { params: { proposal_id: v7() }, token: admin })).statusCode,
      404,
    )
    t.equal(
      (await call('getDescriptionProposal', { params: { proposal_id } })).statusCode,
      200,
      'of any organization',
    )
  })

  t.test('lists and bulk decisions', async (t) => {
    const own = await tenant()
    const ids = await Promise.all([column(), column()])
    const propose = async (id: string, body: object) => (await of(id).propose(body)).json().id
    const first = await propose(ids[0], { description: 'one', ...machine, confidence: 0.2 })
    const second = await propose(ids[0], { description: 'two', ...machine, confidence: 0.4 })
    const third = await propose(ids[1], { description: 'three', description_source: 'imported' })
    const list = async (query: Record<string, string | number>, place: object = params) =>
      (
        await call('listIntegrationSourceDescriptionProposals', {
          params: { ...params, ...place },
          token: admin,
          query,
        })
      )
        .json()
        .map(({ id }: { id: string }) => id)
    const open = { status: 'SUGGESTED' }
    t.same(await list(open), [first, second, third])
    t.same(await list({ ...open, least_confidence: 0.3 }), [second])
    t.same(await list({ ...open, greatest_confidence: 0.3 }), [first])
    t.same(await list({ ...open, description_source: 'imported', kind: 'column' }), [third])
    t.same(await list({ ...open, kind: 'table' }), [])
    t.same(await list({ ...open, created_before: '2020-01-01T00:00:00Z' }), [])
    t.same(await list({ ...open, created_after: '2020-01-01T00:00:00Z', limit: 1 }), [first])
    t.same(await list({ ...open, created_after: '2020-01-01t00:00:00-23:52', limit: 1 }), [first])
    const all = await call('listDescriptionProposals', { token: admin, query: open })
    t.equal(all.json().length, 3)
    t.same((await call('listDescriptionProposals', { token: own.admin })).json(), [])
    const unknown = await call('listIntegrationSourceDescriptionProposals', {
      params: { source_id: v7() },
      token: admin,
    })
    t.equal(unknown.statusCode, 404)

    await decide(third, { status: 'REJECTED' })
    const bulk = (token: string) =>
      call('bulkDecideDescriptionProposals', {
        token,
        body: { proposal_ids: [first, second, third, v7(), first.toUpperCase()], status: 'APPROVED' },
      })
    t.ok(
      (await bulk(own.admin))
        .json()
        .results.every(({ status }: { status: string }) => status === 'not_found'),
    )
    const decided = (await bulk(admin)).json()
    t.equal(decided.updated, 2)
    t.same(
      decided.results.map(({ status }: { status: string }) => status),
      ['updated', 'updated', 'already_decided', 'not_found', 'updated'],
    )
    t.match(await of(ids[0]).column(), { description: 'two', description_version: 3 })
    t.equal(sourceId, params.source_id)
  })
})

t.test(
  'after any interleaving of writes the declared winner is effective and the history is complete',
  async (t) => {
    const { call, column, of, params, admin, service, table_id, database_id } = await prepare(t)
    const table = (await call('getTable', { params: { ...params, table_id }, token: admin })).json()
    const layer = fc.constantFrom(...precedence)
    const text = fc.constantFrom('a', 'b', 'c')
    const write = fc.oneof(
      fc.record({ kind: fc.constant('put' as const), layer, text }),
      fc.record({ kind: fc.constant('remove' as const), layer }),
      fc.record({ kind: fc.constant('update' as const), text: fc.option(text), layer: fc.option(layer) }),
      fc.record({ kind: fc.constant('relabel' as const), layer }),
      fc.record({ kind: fc.constant('snapshot' as const), text, layer }),
      fc.record({ kind: fc.constant('restore' as const), version: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ kind: fc.constant('approve' as const), text, layer }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(write, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 6 }),
        async (writes, width) => {
          const id = await column()
          const resource = of(id)
          const { name } = await resource.column()
          const send = async (one: (typeof writes)[number]) => {
            if (one.kind === 'put') return resource.put(one.layer, { description: one.text })
            if (one.kind === 'remove') return resource.remove(one.layer)
            if (one.kind === 'relabel') return resource.update({ description_source: one.layer })
            if (one.kind === 'restore') return resource.restore(one.version)
            if (one.kind === 'update') {
              return resource.update(
                { description: one.text, description_source: one.layer ?? undefined },
                service,
              )
            }
            if (one.kind === 'approve') {
              const made = await resource.propose({ description: one.text, description_source: one.layer })
              return call('decideDescriptionProposal', {
                params: { proposal_id: made.json().id },
                token: admin,
                body: { status: 'APPROVED' },
              })
            }
            return call('putDatabaseSnapshot', {
              params: { ...params, database_id },
              token: service,
              body: [
                {
                  name: table.name,
                  columns: [{ name, description: one.text, description_source: one.layer }],
                },
              ],
            })
          }
          for (let start = 0; start < writes.length; start += width) {
            const answers = await Promise.all(writes.slice(start, start + width).map(send))
            for (const { statusCode, body } of answers) if (statusCode >= 500) throw new Error(body)
          }

          const { layers, ...described } = (await resource.get()).json()
          const history = await resource.versions()
          const replayed = new Map<Layer, string | null>()
          let effectives = 0
          let effective: string | null = null
          for (const [index, entry] of history.toReversed().entries()) {
            if (entry.version !== index + 1) throw new Error('a version is missing')
            if (entry.operation === 'removed') replayed.delete(entry.description_source)
            else replayed.set(entry.description_source, entry.description)
            const winner: string | null =
              replayed.get(precedence.find((one) => replayed.has(one)) as Layer) ?? null
            if (entry.is_effective) effectives += 1
            if (entry.is_effective !== (winner !== effective))
              throw new Error('the history tells of another winner')
            effective = winner
          }
          const winning = layers[0]?.description ?? null
          if (described.description !== winning || described.description !== effective)
            throw new Error('another text is effective')
          if (described.description_version !== 1 + effectives)
            throw new Error('the version does not count the texts')
          const row = await resource.column()
          if (
            row.description !== described.description ||
            row.description_version !== described.description_version
          ) {
            throw new Error('the row tells of another description')
          }
        },
      ),
      { numRuns: 40 },
    )
    t.pass('forty interleavings')
  },
)

t.test('stale descriptions', async (t) => {
  const { call, column, of, params, admin, service, database_id, make, tenant } = await prepare(t)
  const list = async (query = {}) =>
    (await call('listStaleDescriptions', { params, token: admin, query })).json()
  const reasons = async () =>
    (await list()).map(({ path, stale_reason }: { path: string[]; stale_reason: string }) => [
      path.join('.'),
      stale_reason,
    ])
  const ai = { description_source: 'ai_generated', description: 'A.' }

  t.test(
    'a text is stale when the structure it describes has changed, until it is written again',
    async (t) => {
      const id = await column({ name: 'total', data_type: 'integer', ...ai })
      t.match((await of(id).get()).json().layers, [{ stale_reason: null, stale_since: null }])
      await of(id).update({ is_nullable: false, priority: undefined })
      t.equal((await of(id).column()).description_stale_reason, null, 'a change that is not of the structure')
      const changed = await of(id).update({ data_type: 'numeric' })
      const reason = 'data_type changed from integer to numeric'
      t.match(changed.json(), { description: 'A.', description_stale_reason: reason })
      t.equal(
        changed.headers.etag,
        (await call('getColumn', { params: { ...params, column_id: id }, token: admin })).headers.etag,
      )
      t.match((await of(id).get()).json(), {
        description_stale_reason: reason,
        layers: [{ stale_reason: reason }],
      })
      t.same(await reasons(), [['shop.orders.total', reason]])
      t.match(await list(), [{ kind: 'column', is_effective: true, model: null }])

      t.match((await of(id).update({ description: 'By hand.' })).json(), { description_stale_reason: null })
      t.match(await list(), [{ is_effective: false }], 'a text that is not effective is stale, too')
      t.match((await of(id).remove('manual_edit')).json(), { description_stale_reason: reason })
      t.match((await of(id).update({ name: 'sum' })).json(), {
        description_stale_reason: /name changed from total to sum/,
      })
      await of(id).update({ name: 'total' })
      t.match(
        (await of(id).update({ data_type: 'integer' })).json(),
        { description_stale_reason: null },
        'as before',
      )
      await of(id).update({ data_type: 'bigint' })
      t.match(
        (await of(id).put('ai_generated', { description: 'A.' })).json(),
        { description_stale_reason: null },
        'written again',
      )
      t.same(await list(), [])
      const both = await of(id).update({
        data_type: 'text',
        description: 'B.',
        description_source: 'ai_generated',
      })
      t.match(
        both.json(),
        { description: 'B.', description_stale_reason: null },
        'the text describes the new structure',
      )
    },
  )

  t.test('the structure of a table includes its columns', async (t) => {
    const crawl = (columns: object[], more = {}) =>
      call('putDatabaseSnapshot', {
        params: { ...params, database_id },
        token: service,
        body: [{ name: 'facts', columns, ...more }],
      })
    await crawl([{ name: 'id' }, { name: 'total', data_type: 'int' }], ai)
    t.same(await list(), [], 'a table is created together with its columns')
    const tables = (await call('listIntegrationSourceTables', { params, token: admin })).json()
    const { id } = tables.find(({ name }: { name: string }) => name === 'facts')
    const read = async () =>
      (await call('getTable', { params: { ...params, table_id: id }, token: admin })).json()
    await crawl([{ name: 'total', data_type: 'numeric' }, { name: 'tax' }])
    t.match((await read()).description_stale_reason, /column tax was added.*column total changed/)
    await of(id).put('ai_generated', { description: 'New.' })
    const columns = (
      await call('listTableColumns', { params: { ...params, table_id: id }, token: admin })
    ).json()
    const tax = columns.find(({ name }: { name: string }) => name === 'tax')
    await of(tax.id).update({ is_active: false })
    t.equal((await read()).description_stale_reason, 'column tax is gone')
    await of(tax.id).update({ is_active: true })
    t.equal((await read()).description_stale_reason, null)
    await call('deleteColumn', { params: { ...params, column_id: tax.id }, token: admin })
    t.equal((await read()).description_stale_reason, 'column tax was removed')
    await call('updateTable', {
      params: { ...params, table_id: id },
      token: admin,
      body: { name: 'facts_2' },
    })
    t.match((await read()).description_stale_reason, /tax was removed; name changed from facts to facts_2/)
    await call('deleteTable', { params: { ...params, table_id: id }, token: admin })
    t.same(await list(), [])
  })

  t.test('the list is in the order of priority, and has pages', async (t) => {
    const first = await make('createIntegrationSourceDatabase', {}, { name: 'first', priority: 1, ...ai })
    const object_id = await make(
      'createSaasObject',
      {},
      { object_name: 'Deal', api_identifier: 'deal', ...ai },
    )
    const field_id = await make(
      'createSaasField',
      { object_id },
      { field_name: 'Sum', api_identifier: 'sum', data_type: 'number', ...ai },
    )
    await call('updateIntegrationSource', { params, token: admin, body: { ...ai } })
    await call('updateSaasField', {
      params: { ...params, object_id, field_id },
      token: admin,
      body: { data_type: 'money' },
    })
    await call('updateIntegrationSource', { params, token: admin, body: { name: 'Renamed' } })
    await call('updateIntegrationSourceDatabase', {
      params: { ...params, database_id: first },
      token: admin,
      body: { name: 'one' },
    })
    t.same(
      await reasons(),
      [
        ['one', 'name changed from first to one'],
        ['', 'name changed from Warehouse to Renamed'],
        ['Deal', 'field sum was added; field sum changed'],
        ['Deal.Sum', 'data_type changed from number to money'],
      ].map(([path, reason]) => [path, reason]),
    )
    const page = await call('listStaleDescriptions', {
      params,
      token: admin,
      query: { limit: 1, fields: 'path' },
    })
    t.same(page.json()[0].path, ['one'])
    const rest = new URL(/<(.*)>/.exec(String(page.headers.link))?.[1] ?? '', 'http://x').searchParams.get(
      'cursor',
    )
    t.equal((await list({ cursor: rest as string })).length, 3)
    const other = await tenant()
    t.equal((await call('listStaleDescriptions', { params, token: other.admin })).statusCode, 404)
    t.same((await call('listStaleDescriptions', { params: other.params, token: other.admin })).json(), [])
    t.equal(
      (await call('listStaleDescriptions', { params, token: admin, query: { cursor: 'x' } })).statusCode,
      422,
    )
  })
})
