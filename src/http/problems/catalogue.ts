import { type CatalogKind, catalogKinds, describedKinds, kindOf, type kinds } from '../../db/kinds.ts'

type Kinds = typeof kinds

/** The problems that there is no resource of a kind. */
const notFoundProblems = Object.fromEntries(
  catalogKinds.map(kindOf).map(({ notFound, label, parent }) => [
    notFound,
    {
      status: 404,
      title: `There is no such ${label}`,
      description: `The ${label} does not exist${parent ? ' in this source' : ''}, belongs to another organization, or a context parameter names something outside of its organization.`,
    },
  ]),
) as { readonly [K in CatalogKind as Kinds[K]['notFound']]: ProblemKind & { readonly status: 404 } }

const describedLabels = describedKinds
  .map((kind) => kindOf(kind).label)
  .join(', ')
  .replace(/, ([^,]*)$/, ' or $1')

/**
 * Every problem the API answers with, by its stable code. `openapi.yaml` lists the same codes (a test compares
 * them) and each has a page at `/docs/problems/<code>`. `status` is the HTTP status, `title` the RFC 9457 title,
 * `description` what happened and what to do about it, for that page.
 */
export const problemCatalogue = {
  malformed_url: {
    status: 400,
    title: 'The URL cannot be read',
    description:
      'The path holds a percent sign that does not begin a valid escape. Percent-encode the path segments.',
  },
  malformed_request: {
    status: 400,
    title: 'The request cannot be read',
    description: 'The HTTP message itself is broken, e.g. its length does not match its Content-Length.',
  },
  invalid_json: {
    status: 400,
    title: 'The body is not JSON',
    description: 'The body cannot be parsed as JSON, or is not UTF-8.',
  },
  invalid_yaml: {
    status: 400,
    title: 'The body is not YAML',
    description:
      'The body cannot be parsed as one document of YAML 1.2, or is not UTF-8. `detail` says the line and the column.',
  },
  authentication_required: {
    status: 401,
    title: 'A bearer token is required',
    description: 'Send `Authorization: Bearer <token>`. Nothing else of the request was looked at.',
  },
  invalid_token: {
    status: 401,
    title: 'The bearer token is not accepted',
    description:
      'A JWT is expired, not yet valid, signed by an unknown key, or made for another issuer or audience; an API token (`sbk_…`) is incomplete, unknown, expired or revoked. `detail` says which. Get a new one.',
  },
  permission_denied: {
    status: 403,
    title: 'The role of this token is too low',
    description:
      'Reading takes the role ANALYST, writing and API tokens ORGANIZATION_ADMIN, organizations themselves SYSTEM_ADMIN. Nobody can give, or revoke, an API token of a role above their own.',
  },
  route_not_found: {
    status: 404,
    title: 'There is nothing at this path',
    description: 'No operation of the API has this path. `/docs` lists them all.',
  },
  organization_not_found: {
    status: 404,
    title: 'There is no such organization',
    description:
      'The organization does not exist, is not the one of this token, or a context parameter names something outside of it.',
  },
  ...notFoundProblems,
  token_not_found: {
    status: 404,
    title: 'There is no such API token',
    description:
      'The API token does not exist, belongs to another organization, or a context parameter names something outside of its organization.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The path does not have this method',
    description: 'The `Allow` header lists the methods that this path has.',
  },
  name_taken: {
    status: 409,
    title: 'The name is taken',
    description:
      'Another resource in the same place has exactly this name; `existing_id` is its id. Update that one, or choose another name.',
  },
  already_exists: {
    status: 409,
    title: 'It exists already',
    description:
      'There can be only one of these between the same two ends; `existing_id` is the id of the one there is. Update that one.',
  },
  idempotency_in_progress: {
    status: 409,
    title: 'The first request with this Idempotency-Key is still running',
    description:
      'Try again after the seconds in `Retry-After`; the answer of the first request is then replayed.',
  },
  resource_not_found: {
    status: 404,
    title: 'There is no such described resource',
    description: `No ${describedLabels} of this organization has this id, or a context parameter names something outside of it.`,
  },
  description_layer_not_found: {
    status: 404,
    title: 'The description has no such layer',
    description: 'There is nothing to remove. `GET` of the description lists its layers.',
  },
  description_version_not_found: {
    status: 404,
    title: 'The description has no such version',
    description: 'The versions of one resource are not those of another. Its history lists them.',
  },
  description_proposal_not_found: {
    status: 404,
    title: 'There is no such proposal',
    description:
      'The proposal does not exist, or its resource was deleted, or both are of another organization.',
  },
  rename_proposal_not_found: {
    status: 404,
    title: 'There is no such proposed rename',
    description:
      'The proposal does not exist, or it is of another source or organization. One that nobody had decided on goes when the source has both things or neither, or when one of them is deleted.',
  },
  run_not_found: {
    status: 404,
    title: 'There is no such introspection run',
    description: 'The source has no such run, or it is of another organization.',
  },
  schedule_not_found: {
    status: 404,
    title: 'The source has no schedule',
    description:
      'The source is not introspected by itself, or it is of another organization. Set a schedule with PUT.',
  },
  source_inactive: {
    status: 409,
    title: 'The source is not active',
    description:
      'A source that is not active is not introspected: it has no runs, and its schedule is paused. Set `is_active` of the source to true, then start the run again.',
  },
  no_active_database: {
    status: 409,
    title: 'The source has no active database',
    description:
      'There is nothing to introspect. `POST …/databases/discover` lists the databases that the system has, and adds them with `{"add": "active"}`. A database that is there is made active by `PUT` with `{"is_active": true}`.',
  },
  connector_unknown: {
    status: 409,
    title: 'This server has no connector for the source',
    description:
      'The `connector_type` of the source is none that `GET /api/connectors` lists, so no run can read it. Others can fill the source: by snapshots, or by the operations on tables and columns.',
  },
  source_settings_invalid: {
    status: 409,
    title: 'The settings of the source are not valid',
    description:
      'The `configuration` of the source is not what its connector takes, e.g. since it is empty. `detail` says where; `GET /api/connectors` has the schema. Change the source, then start the run again.',
  },
  host_not_allowed: {
    status: 409,
    title: 'The host of the source is not allowed',
    description:
      'The host is not a public one, and the operator of this server has not allowed it in `CONNECTOR_ALLOWED_HOSTS`. Change the host, or let the operator allow it. What the name of a host leads to is only known when it is read: such a run fails with the reason `host_not_allowed`.',
  },
  not_waiting: {
    status: 409,
    title: 'The run does not wait for an approval',
    description:
      'Only a run that would retire more of a database than usual waits for an approval; its status is then `waiting_for_approval`.',
  },
  already_decided: {
    status: 409,
    title: 'The proposal is decided already',
    description:
      'A decision on a text is final: propose it again, or write the layer. So is the approval of a rename.',
  },
  rename_outdated: {
    status: 409,
    title: 'The rename does not hold any more',
    description:
      'What went is in the source again, or what came is not there any more. Nothing was changed. The next introspection run proposes what holds then.',
  },
  plan_outdated: {
    status: 409,
    title: 'The plan is out of date',
    description:
      'The hash is of another plan: the file, or one of the texts it replaces, has changed since. Nothing was written. Plan the file again, read the diff, and apply the new hash.',
  },
  dbt_version_not_supported: {
    status: 422,
    title: 'The manifest is of another version of dbt',
    description:
      'Manifests of the schema versions v9 to v12 and v20 are read, which dbt 1.5 and newer, and Fusion, write. `detail` names the version of this one.',
  },
  cursor_expired: {
    status: 410,
    title: 'The changes after this cursor are no longer kept',
    description:
      'Changes are kept for as long as the operator says. Read the catalog again, and then the changes without `after`.',
  },
  feed_epoch_changed: {
    status: 410,
    title: 'The cursor is of another epoch of the change feed',
    description:
      'The database was restored from a backup since the cursor was given, so what was read until then may be gone, and what is read from there on could miss something. Read the catalog again, and then the changes without `after`.',
  },
  precondition_failed: {
    status: 412,
    title: 'The precondition does not hold',
    description:
      'The `If-Match` of the request names an older version: get the resource again, apply the change to it, and send its new ETag. A weak tag (`W/"…"`) and one without quotation marks never match. With `If-None-Match: *`, the resource is there already.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    description:
      'A body may have 1 MiB, unless the operator has set a higher limit or the operation says that it takes more.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is not of a supported type',
    description:
      'Send one of the media types that the operation takes, with its `Content-Type`, and no `Content-Encoding`. All operations with a body take `application/json`, unless they say otherwise; some also take `application/x-ndjson` or `application/yaml`.',
  },
  validation_failed: {
    status: 422,
    title: 'The request is invalid',
    description:
      '`errors` says which part is wrong: a JSON pointer, the location as FastAPI writes it, and why.',
  },
  body_too_complex: {
    status: 422,
    title: 'The body becomes too much',
    description:
      'The body has few bytes, but more than is read at once: in JSON 50,000 values, or 300,000 where a description file or a snapshot is taken, and 10,000 members in one object of other bodies than description files; in YAML 1,500,000 tokens, which also has to be read within 60 seconds and 768 MiB of memory. In a dbt manifest one member of a section has more than 4 MiB or 300,000 tokens, or there are more than 50,000 relations or 500,000 columns with a text. `errors` names the place. Send it in parts.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    description:
      'Within 24 hours a key stands for one request of one organization: same operation, path, query and body. Use a new key.',
  },
  organization_required: {
    status: 422,
    title: 'The organization is not known',
    description:
      'A system administrator works in every organization, so a create must say in which: by `organization_id`, or by a context parameter.',
  },
  reference_not_found: {
    status: 422,
    title: 'The body refers to something that does not exist',
    description:
      '`errors` points to the field. What it names does not exist in this integration source; what belongs to another source or organization counts as not existing.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    description:
      'A caller may make so many requests a minute; API tokens count with whoever created them. Try again after the seconds in `Retry-After`.',
  },
  organization_rate_limited: {
    status: 429,
    title: 'Too many requests of the organization',
    description:
      'All callers of an organization together may make so many requests a minute. Try again after the seconds in `Retry-After`.',
  },
  too_many_streams: {
    status: 429,
    title: 'Too many streams of the organization',
    description:
      'An organization may have so many answers open that are streamed: followers of runs, lists as lines, exports. Close one, or read the list in pages.',
  },
  too_many_queued_runs: {
    status: 429,
    title: 'Too many runs of the organization wait',
    description:
      'An organization may have so many introspection runs that wait to begin. Let them begin, or cancel some.',
  },
  too_many_waiting_proposals: {
    status: 429,
    title: 'Too many proposals of the organization wait',
    description:
      'An organization may have so many proposed descriptions that wait for a decision. Decide on some of them.',
  },
  too_many_idempotency_bytes: {
    status: 429,
    title: 'Too many answers are stored for the organization',
    description:
      'The answers of requests with an Idempotency-Key are stored for 24 hours, so many bytes of them for an organization. The request was not carried out. Wait until older answers are deleted, or send it without a key.',
  },
  too_many_api_tokens: {
    status: 429,
    title: 'Too many API tokens of the organization',
    description:
      'An organization may have so many API tokens that are neither revoked nor expired. Revoke some of them.',
  },
  too_many_sources: {
    status: 429,
    title: 'Too many sources of the organization',
    description: 'An organization may have so many integration sources. Delete some of them.',
  },
  too_many_connection_tests: {
    status: 429,
    title: 'Too many connection tests are running',
    description:
      'The server tests only so many connections at once, and of one organization fewer. Try again after the seconds in `Retry-After`.',
  },
  too_many_uploads: {
    status: 429,
    title: 'Too many uploads of the organization',
    description:
      'The organization has as many uploads under way, or as many bytes of them, as the operator allows. Try again after the seconds in `Retry-After`.',
  },
  internal_error: {
    status: 500,
    title: 'The server made a mistake',
    description:
      'The request was not carried out. The log of the server has the cause under the same `request_id`.',
  },
  credentials_unreadable: {
    status: 500,
    title: 'The credentials of the source cannot be decrypted',
    description:
      'They were encrypted with a key that is missing from CREDENTIALS_KEY, or that was replaced under the same name. The log says which: the operator puts it back into CREDENTIALS_KEY. Or give the source its credentials again.',
  },
  database_unavailable: {
    status: 503,
    title: 'The database is not available',
    description:
      'It cannot be reached, or the transaction was rolled back because of a conflict with another one (deadlock). The request may be sent again after the seconds in `Retry-After`; with an Idempotency-Key also when it creates something.',
  },
  server_busy: {
    status: 503,
    title: 'The server is busy',
    description:
      'Requests wait for their turn, and organizations take turns. This one waited for as long as the server lets it, or as many waited already. Nothing was done. Send it again after the seconds in `Retry-After`.',
  },
  uploads_unavailable: {
    status: 503,
    title: 'The server takes no more uploads now',
    description:
      'As many uploads as the server takes are under way, or it has no room for the body. Nothing was written. Try again after the seconds in `Retry-After`.',
  },
  request_timeout: {
    status: 503,
    title: 'The request took too long',
    description:
      'The server did not get done in the time that it gives a request, and stops it. What it was just writing may still be written. Send the request again after the seconds in `Retry-After`, with the same Idempotency-Key when it creates something.',
  },
  identity_provider_unavailable: {
    status: 503,
    title: 'The keys of the identity provider are not available',
    description: 'The token cannot be verified now. Try again after the seconds in `Retry-After`.',
  },
} as const satisfies Record<string, ProblemKind>

/** What is fixed about a problem: its status, its title, and the text of its documentation page. */
export interface ProblemKind {
  readonly status: number
  readonly title: string
  readonly description: string
}

/** The stable `code` of a problem. */
export type ProblemCode = keyof typeof problemCatalogue
