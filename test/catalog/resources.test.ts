import t from 'tap'
import { v7 } from 'uuid'
import type { OperationId } from '../../src/contract/handlers.ts'
import { kindOf, kinds } from '../../src/db/kinds.ts'
import { build } from '../helper.ts'
import { exampleKinds, type Place, resourceExamples } from '../support/resource-examples.ts'

t.test('every resource of the catalog', async (t) => {
  const { call, tenant, database: db } = await build(t)
  const own = await tenant()
  const other = await tenant()
  const { admin, analyst } = own

  const make = async (operation: OperationId, place: Place, body: object, token = admin) => {
    const response = await call(operation, { params: place, body, token })
    t.equal(response.statusCode, 201, `${operation}: ${response.body.slice(0, 200)}`)
    return String(response.json().id)
  }
  const placeOf = async ({ sourceId, admin }: { sourceId: string; admin: string }): Promise<Place> => {
    const at: Place = { source_id: sourceId, integration_source_id: sourceId }
    at.database_id = await make('createIntegrationSourceDatabase', at, { name: 'shop' }, admin)
    at.table_id = await make('createDatabaseTable', at, { name: 'customers', schema_name: 'sales' }, admin)
    at.column_id = await make('createTableColumn', at, { name: 'id', ordinal_position: 1 }, admin)
    at.object_id = await make('createSaasObject', at, { object_name: 'Deal', api_identifier: 'deals' }, admin)
    const other = { object_name: 'Ticket', api_identifier: 'tickets' }
    at.other_object_id = await make('createSaasObject', at, other, admin)
    return at
  }
  const place = await placeOf(own)
  const otherPlace = await placeOf(other)

  // Another resource, whose name the first one may conflict with.
  for (const kind of exampleKinds) {
    const { operations, first, another } = resourceExamples[kind]
    const isThere = place[kinds[kind].parameter] !== undefined
    if (another?.taken && !isThere) await make(operations.create, place, first(place))
  }

  for (const kind of exampleKinds) {
    const { operations, another } = resourceExamples[kind]
    const { label: name, parameter: id, notFound, parent } = kindOf(kind)
    if (!another || !parent) continue
    t.test(name, async (t) => {
      const { change, nullable } = another
      const body = another.body(place)
      const created = await call(operations.create, {
        params: place,
        body,
        token: admin,
        headers: { 'idempotency-key': name.replace(' ', '-') },
      })
      t.match(created.json(), body, 'has the given values')
      const at = { ...place, [id]: String(created.json().id) }
      const send = (operation: OperationId, request: object = {}) =>
        call(operation, { params: at, token: admin, ...request })

      const replayed = await call(operations.create, {
        params: place,
        body,
        token: admin,
        headers: { 'idempotency-key': name.replace(' ', '-') },
      })
      t.equal(replayed.headers['idempotency-replayed'], 'true')
      t.strictSame(replayed.json(), created.json())
      const again = await send(operations.create, { params: place, body })
      t.match(
        { status: again.statusCode, ...again.json() },
        { status: 409, code: another.conflict, existing_id: at[id] },
      )

      const read = await send(operations.get, { token: analyst })
      const etag = String(created.headers.etag)
      t.equal(read.headers.etag, etag)
      t.strictSame(read.json(), created.json(), 'GET answers what the create answered')
      t.match(String(created.headers.location), new RegExp(`/${at[id]}$`))
      const cached = await send(operations.get, { headers: { 'if-none-match': String(read.headers.etag) } })
      t.equal(cached.statusCode, 304)
      const some = (await send(operations.get, { query: { fields: 'id' } })).json()
      t.ok(Object.keys(some).length < Object.keys(read.json()).length, 'fields selects members')

      const page = (await send(operations.list)).json() as { id: string }[]
      t.strictSame(
        page.find((item) => item.id === at[id]),
        read.json(),
        'is in the list',
      )
      const lines = await send(operations.list, { headers: { accept: 'application/x-ndjson' } })
      t.strictSame(
        lines.body
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
        page,
        'is streamed as well',
      )
      const first = await send(operations.list, { query: { limit: 1 } })
      t.equal(first.json().length, 1)
      if (page.length > 1) t.match(first.headers.link, /cursor=/)

      const changed = await send(operations.update, { body: change, headers: { 'if-match': etag } })
      t.equal(changed.statusCode, 200)
      const { skip_embedding, ...kept } = change as { skip_embedding?: boolean }
      t.match(changed.json(), { ...body, ...kept }, 'changes the given fields and keeps the others')
      t.not('skip_embedding' in changed.json(), true)
      t.not(changed.headers.etag, etag)
      const unchanged = await send(operations.update, { body: change })
      t.equal(unchanged.headers.etag, changed.headers.etag, 'an update without an effect')
      const cleared = await send(operations.update, { body: { [nullable]: null } })
      t.equal(cleared.json()[nullable], null)
      t.strictSame((await send(operations.get)).json(), cleared.json())
      const stale = await send(operations.update, { body: change, headers: { 'if-match': etag } })
      t.equal(stale.statusCode, 412)
      if (another.taken) {
        const taken = await send(operations.update, { body: another.taken })
        t.match({ status: taken.statusCode, ...taken.json() }, { status: 409, code: another.conflict })
        t.match(taken.json().existing_id, /-7/)
      }

      const answers = async (operation: OperationId, request: object) => {
        const response = await send(operation, request)
        return { status: response.statusCode, code: response.json().code }
      }
      const gone = { status: 404, code: notFound }
      for (const operation of [operations.get, operations.update, operations.delete]) {
        const input = operation === operations.update ? { body: {} } : {}
        t.match(await answers(operation, { ...input, params: { ...at, [id]: v7() } }), gone, 'an unknown id')
        t.match(await answers(operation, { ...input, token: other.admin }), gone, 'another organization')
        if (id !== 'relationship_id') {
          const elsewhere = { ...at, source_id: String(otherPlace.source_id) }
          t.match(await answers(operation, { ...input, params: elsewhere }), gone, 'another source')
        }
        if (id === 'field_id') {
          for (const object_id of [String(place.other_object_id), v7()]) {
            const params = { ...at, object_id }
            t.match(await answers(operation, { ...input, params }), gone, 'another object')
          }
        }
      }
      const nowhere = {
        source_id: v7(),
        integration_source_id: v7(),
        database_id: v7(),
        table_id: v7(),
        object_id: v7(),
      }
      const noParent = { status: 404, code: kindOf(parent).notFound }
      for (const params of [nowhere, otherPlace]) {
        t.match(await answers(operations.list, { params }), noParent)
        t.match(await answers(operations.create, { params, body }), noParent)
      }
      t.equal((await send(operations.create, { body, token: analyst })).statusCode, 403)
      t.match(await answers(operations.get, { query: { resource_id: otherPlace.table_id } }), gone)
      t.equal((await send(operations.get, { query: { resource_id: at[id] } })).statusCode, 200)
      // For a system administrator, only the path names the organization.
      t.equal((await call(operations.get, { params: at })).statusCode, 200)

      const deleted = await send(operations.delete, { headers: { 'if-match': String(cleared.headers.etag) } })
      t.strictSame(deleted.json(), cleared.json(), 'answers with the deleted resource')
      t.match(await answers(operations.get, {}), gone)
    })
  }

  t.test('tables of a source, columns without a position last, and active ones only', async (t) => {
    const all = await call('listIntegrationSourceTables', { params: place, token: analyst })
    t.strictSame(
      all.json().map((table: { name: string }) => table.name),
      ['customers'],
    )
    t.equal(
      (await call('listIntegrationSourceTables', { params: { source_id: v7() }, token: analyst })).statusCode,
      404,
    )
    t.equal(
      (await call('listIntegrationSourceColumns', { params: { source_id: v7() }, token: analyst }))
        .statusCode,
      404,
    )
    const names = async (query = {}) => {
      const found: string[] = []
      let link: string | undefined = ''
      let cursor: object = {}
      while (link !== undefined) {
        const page = await call('listIntegrationSourceColumns', {
          params: place,
          query: { ...query, limit: 2, ...cursor },
          token: analyst,
        })
        found.push(...page.json().map((column: { name: string }) => column.name))
        link = page.headers.link as string | undefined
        if (link) cursor = { cursor: String(/cursor=([^&>]+)/.exec(link)?.[1]) }
      }
      return found
    }
    for (const column of [
      { name: 'z' },
      { name: 'y', ordinal_position: 2 },
      { name: 'x', is_active: false },
      { name: 'w' },
    ]) {
      await make('createTableColumn', place, column)
    }
    t.strictSame(await names(), ['id', 'y', 'z', 'w'])
    t.strictSame(await names({ active_only: 'false' }), ['id', 'y', 'z', 'x', 'w'])
    await call('updateTable', { params: place, body: { is_active: false }, token: admin })
    t.strictSame(await names(), [], 'the table is inactive')
    await call('updateTable', { params: place, body: { is_active: true }, token: admin })
    await call('updateIntegrationSourceDatabase', { params: place, body: { is_active: false }, token: admin })
    t.strictSame(await names(), [], 'the database is inactive')
  })

  t.test(
    'a table without a schema differs from the same name in a schema, and is unique as well',
    async (t) => {
      const first = await make('createDatabaseTable', place, { name: 'customers' })
      const second = await call('createDatabaseTable', {
        params: place,
        body: { name: 'customers' },
        token: admin,
      })
      t.match(second.json(), { code: 'name_taken', existing_id: first })
      const moved = await call('updateTable', { params: place, body: { schema_name: null }, token: admin })
      t.match(moved.json(), { code: 'name_taken', existing_id: first })
    },
  )

  t.test('relationships connect columns of their source, and are deleted with them', async (t) => {
    const ends = { from_column_id: place.column_id, to_table_id: place.table_id, to_column_name: 'y' }
    const refused = async (change: object, pointer: string) => {
      const response = await call('createRelationship', {
        params: place,
        body: { ...ends, ...change },
        token: admin,
      })
      t.match(
        { status: response.statusCode, ...response.json() },
        { status: 422, code: 'reference_not_found', errors: [{ pointer }] },
      )
    }
    await refused({ from_column_id: v7() }, '/from_column_id')
    await refused({ from_column_id: otherPlace.column_id }, '/from_column_id')
    await refused({ to_table_id: otherPlace.table_id }, '/to_table_id')
    await refused({ to_column_name: 'nothing' }, '/to_column_name')
    const second = await call('createIntegrationSource', {
      token: admin,
      body: { name: 'Second', source_type: 'database', connector_type: 'postgres' },
    })
    const across = { source_id: String(second.json().id), integration_source_id: String(second.json().id) }
    const database_id = await make('createIntegrationSourceDatabase', across, { name: 'other' })
    const table_id = await make('createDatabaseTable', { ...across, database_id }, { name: 'far' })
    const column_id = await make('createTableColumn', { ...across, table_id }, { name: 'id' })
    await refused({ from_column_id: column_id }, '/from_column_id')
    await refused({ to_table_id: table_id }, '/to_table_id')

    const relationship_id = await make('createRelationship', place, { ...ends, type: 'MANUAL' })
    const listed = async (query: Record<string, string>) =>
      (await call('listRelationships', { params: place, query, token: analyst })).json().length
    t.equal(await listed({ type: 'MANUAL', status: 'SUGGESTED' }), 1)
    t.equal(await listed({ type: 'INFERRED' }), 0)
    t.equal(await listed({ status: 'APPROVED' }), 0)

    const columns = (await call('listTableColumns', { params: place, token: analyst })).json() as Place[]
    const target = { ...place, column_id: String(columns.find(({ name }) => name === 'y')?.id) }
    await call('updateColumn', { params: target, body: { name: 'renamed' }, token: admin })
    const followed = await call('getRelationship', { params: { relationship_id }, token: analyst })
    t.equal(followed.json().to_column_name, 'renamed', 'follows a rename of the column')
    t.match(followed.headers.etag, /\.2"$/)
    await call('deleteColumn', { params: target, token: admin })
    const gone = await call('getRelationship', { params: { relationship_id }, token: analyst })
    t.equal(gone.statusCode, 404, 'is deleted with its column')
  })

  t.test('bulk status', async (t) => {
    const ids: string[] = []
    for (const name of ['a', 'b']) {
      await make('createTableColumn', place, { name })
      ids.push(
        await make('createRelationship', place, {
          from_column_id: place.column_id,
          to_table_id: place.table_id,
          to_column_name: name,
          evidence: { name },
        }),
      )
    }
    const [first = '', second = ''] = ids
    const foreign = await make(
      'createRelationship',
      otherPlace,
      { from_column_id: otherPlace.column_id, to_table_id: otherPlace.table_id, to_column_name: 'id' },
      other.admin,
    )
    const unknown = Array.from({ length: 997 }, () => v7())
    const bulk = (body: object, token = admin) =>
      call('bulkUpdateRelationshipStatus', { body, token, query: { organization_id: own.organizationId } })
    const answer = await bulk({
      relationship_ids: [first, foreign, second.toUpperCase(), ...unknown],
      status: 'APPROVED',
      score: 1,
    })
    t.equal(answer.statusCode, 200)
    const { updated, results } = answer.json()
    t.equal(updated, 2)
    t.equal(results.length, 1000)
    t.strictSame(results.slice(0, 4), [
      { id: first, status: 'updated' },
      { id: foreign, status: 'not_found' },
      { id: second.toUpperCase(), status: 'updated' },
      { id: unknown[0], status: 'not_found' },
    ])
    const read = async (relationship_id: string, token = admin) =>
      call('getRelationship', { params: { relationship_id }, token })
    t.match((await read(first)).json(), { status: 'APPROVED', score: 1, evidence: { name: 'a' } })
    t.match((await read(foreign, other.admin)).json(), { status: 'SUGGESTED', score: null })
    await bulk({ relationship_ids: [first], status: 'APPROVED' })
    t.match((await read(first)).headers.etag, /\.2"$/, 'an update without an effect')
    await bulk({ relationship_ids: [first], status: 'REJECTED', score: null, evidence: {} })
    t.match((await read(first)).json(), { status: 'REJECTED', score: null, evidence: {} })
    t.equal(
      (await bulk({ relationship_ids: [...unknown, first, second, foreign, v7()], status: 'APPROVED' }))
        .statusCode,
      422,
    )
    t.equal((await bulk({ relationship_ids: [], status: 'APPROVED' })).statusCode, 422)

    const association = await make('createSaasAssociation', place, {
      from_object_id: place.object_id,
      to_object_id: place.object_id,
      association_type_id: 'bulk',
    })
    const setAssociations = (params: Place, token = admin) =>
      call('bulkUpdateSaasAssociationStatus', {
        params,
        token,
        body: { association_ids: [association], status: 'APPROVED' },
      })
    t.match((await setAssociations(otherPlace, other.admin)).json(), {
      updated: 0,
      results: [{ status: 'not_found' }],
    })
    t.match((await setAssociations(place)).json(), { updated: 1 })
    t.equal((await setAssociations({ source_id: v7() })).statusCode, 404)
    const filtered = async (query: Record<string, string>) =>
      (await call('listSaasAssociations', { params: place, query, token: analyst })).json().length
    t.equal(
      await filtered({ status: 'APPROVED', type: 'INFERRED', from_object_id: String(place.object_id) }),
      1,
    )
    t.equal(await filtered({ to_object_id: v7() }), 0)
  })

  t.test('associations connect objects of their source', async (t) => {
    for (const end of ['from_object_id', 'to_object_id']) {
      const response = await call('createSaasAssociation', {
        params: place,
        token: admin,
        body: {
          from_object_id: place.object_id,
          to_object_id: place.object_id,
          association_type_id: 'x',
          [end]: otherPlace.object_id,
        },
      })
      t.match(response.json(), { code: 'reference_not_found', errors: [{ pointer: `/${end}` }] })
    }
  })

  t.test('create or update by name', async (t) => {
    const put = (name: string, body: object, request: object = {}) =>
      call('putIntegrationSourceDatabaseByName', {
        params: { ...place, name },
        body,
        token: admin,
        ...request,
      })
    const created = await put('Caf\u0065\u0301', { description: 'Coffee' })
    t.equal(created.statusCode, 201)
    t.match(created.json(), {
      name: 'Caf\u00e9',
      priority: 99,
      is_active: true,
      description_source: 'manual_edit',
    })
    const found = await call('getIntegrationSourceDatabase', {
      params: { ...place, database_id: String(created.json().id) },
      token: analyst,
    })
    t.strictSame(found.json(), created.json())
    t.equal(
      created.headers.location,
      `/api/integration-sources/${place.source_id}/databases/${created.json().id}`,
    )
    const updated = await put('Caf\u00e9', { priority: 3, is_active: false })
    t.match(
      { status: updated.statusCode, ...updated.json() },
      {
        status: 200,
        id: created.json().id,
        priority: 3,
        is_active: false,
        description: 'Coffee',
        description_version: 1,
      },
    )
    const stale = { headers: { 'if-match': String(created.headers.etag) } }
    t.equal((await put('Caf\u00e9', { priority: 4 }, stale)).statusCode, 412)
    t.equal((await put('not there', {}, { headers: { 'if-match': '"1"' } })).statusCode, 412)
    const nowhere = { params: { source_id: v7(), name: 'x' } }
    t.equal((await put('x', {}, nowhere)).statusCode, 404)
    t.equal((await put('x', {}, { ...nowhere, headers: { 'if-match': '*' } })).statusCode, 404)
    const race = await Promise.all(Array.from({ length: 20 }, (_, priority) => put('race', { priority })))
    t.strictSame(
      race.map(({ statusCode }) => statusCode).sort(),
      [...Array.from({ length: 19 }, () => 200), 201],
      'one of many requests at once creates it',
    )
  })

  t.test('deleting a source deletes everything in it', async (t) => {
    await call('deleteIntegrationSource', { params: place, token: admin })
    for (const table of [
      'databases',
      'tables',
      'columns',
      'relationships',
      'saas_objects',
      'saas_fields',
      'saas_associations',
    ]) {
      const [count] = await db.execute(
        `SELECT count(*)::int AS left FROM ${table} WHERE organization_id = '${own.organizationId}' AND integration_source_id = '${place.source_id}'`,
      )
      t.strictSame(count, { left: 0 }, table)
    }
  })
})
