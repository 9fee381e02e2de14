import { type CatalogKind, catalogKinds, describedKinds, kindOf, type kinds } from '../../db/kinds.ts'

type Kinds = typeof kinds

/** The 404 problems of the kinds. */
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
 * Every problem of the API, by its stable code. `openapi.yaml` lists the same codes (a test compares them),
 * and each has a page at `/docs/problems/<code>`. `status` is the HTTP status, `title` the title of RFC 9457,
 * and `description` the text of that page: what happened, and what to do about it.
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
      'The body cannot be parsed as one document of YAML 1.2, or is not UTF-8. `detail` names the line and the column.',
  },
  authentication_required: {
    status: 401,
    title: 'A bearer token is required',
    description: 'Send `Authorization: Bearer <token>`. The server has not read the rest of the request.',
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
      'Reading needs the role ANALYST, writing and API tokens need ORGANIZATION_ADMIN, and organizations need SYSTEM_ADMIN. Nobody can create or revoke an API token with a role above their own.',
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
      'The organization does not exist, this token belongs to another one, or a context parameter names something outside of it.',
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
      'Another resource with the same parent has exactly this name; `existing_id` is its id. Update that resource, or choose another name.',
  },
  already_exists: {
    status: 409,
    title: 'It exists already',
    description:
      'Only one can exist between the same two ends; `existing_id` is the id of the existing one. Update it instead.',
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
    description: 'There is no layer to remove. `GET` of the description lists its layers.',
  },
  description_version_not_found: {
    status: 404,
    title: 'The description has no such version',
    description: 'The resource has no version with this id. Its history lists its versions.',
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
      'The proposal does not exist, or it belongs to another source or organization. A proposal without a decision is deleted when the source has both the old and the new one or neither, or when one of them is deleted.',
  },
  run_not_found: {
    status: 404,
    title: 'There is no such introspection run',
    description: 'The source has no such run, or it belongs to another organization.',
  },
  schedule_not_found: {
    status: 404,
    title: 'The source has no schedule',
    description:
      'The source has no schedule, or it belongs to another organization. Set a schedule with PUT.',
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
      'There is nothing to introspect. `POST …/databases/discover` lists the databases of the system, and adds them with `{"add": "active"}`. `PUT` with `{"is_active": true}` activates an existing database.',
  },
  connector_unknown: {
    status: 409,
    title: 'This server has no connector for the source',
    description:
      '`GET /api/connectors` does not list the `connector_type` of the source, so a run cannot read it. Fill the source by snapshots, or by the operations on tables and columns.',
  },
  source_settings_invalid: {
    status: 409,
    title: 'The settings of the source are not valid',
    description:
      'The `configuration` of the source does not match the schema of its connector, e.g. since it is empty. `detail` names the member; `GET /api/connectors` has the schema. Change the source, then start the run again.',
  },
  host_not_allowed: {
    status: 409,
    title: 'The host of the source is not allowed',
    description:
      'The host is not a public one, and the operator of this server has not allowed it in `CONNECTOR_ALLOWED_HOSTS`. Change the host, or let the operator allow it. A host name is resolved only when the source is read: a run whose host resolves to an address that is not allowed fails with the reason `host_not_allowed`.',
  },
  not_waiting: {
    status: 409,
    title: 'The run does not wait for an approval',
    description:
      'Only a run that would retire an unusually large part of a database waits for an approval; its status is then `waiting_for_approval`.',
  },
  already_decided: {
    status: 409,
    title: 'The proposal is decided already',
    description:
      'A decision on a text is final: propose the text again, or write the layer. The approval of a rename is final, too.',
  },
  rename_outdated: {
    status: 409,
    title: 'The rename does not hold any more',
    description:
      'The old one is in the source again, or the new one is no longer there. Nothing was changed. The next introspection run proposes the renames that hold then.',
  },
  plan_outdated: {
    status: 409,
    title: 'The plan is out of date',
    description:
      'The hash belongs to another plan: the file, or a text that it replaces, has changed since. Nothing was written. Plan the file again, read the diff, and apply the new hash.',
  },
  dbt_version_not_supported: {
    status: 422,
    title: 'The manifest is of another version of dbt',
    description:
      'The supported schema versions are v9 to v12 and v20, which dbt 1.5 and newer and Fusion write. `detail` names the version of this manifest.',
  },
  cursor_expired: {
    status: 410,
    title: 'The changes after this cursor are no longer kept',
    description:
      'The operator sets how long changes are kept. Read the catalog again, and then the changes without `after`.',
  },
  feed_epoch_changed: {
    status: 410,
    title: 'The cursor is of another epoch of the change feed',
    description:
      'The database was restored from a backup after the cursor was given. Changes that you have read may be gone, and reading on from the cursor could miss changes. Read the catalog again, and then the changes without `after`.',
  },
  precondition_failed: {
    status: 412,
    title: 'The precondition does not hold',
    description:
      'The `If-Match` of the request names an older version: get the resource again, apply the change to it, and send its new ETag. A weak tag (`W/"…"`) and one without quotation marks never match. With `If-None-Match: *`, the resource exists already.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    description:
      'A body may have up to 1 MiB, unless the operator has set another limit or the operation documents a higher one.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is not of a supported type',
    description:
      'Send one of the media types that the operation accepts, with its `Content-Type` and without `Content-Encoding`. All operations with a body accept `application/json`, unless they document another type; some also accept `application/x-ndjson` or `application/yaml`.',
  },
  validation_failed: {
    status: 422,
    title: 'The request is invalid',
    description:
      '`errors` lists the invalid parts: each with a JSON pointer, the location in the format of FastAPI, and the reason.',
  },
  body_too_complex: {
    status: 422,
    title: 'The body becomes too much',
    description:
      'The body is small in bytes, but exceeds a limit once it is parsed. JSON may have 50,000 values, or 300,000 in a description file or a snapshot, and 10,000 members in one object, except in description files. YAML may have 1,500,000 tokens, and must be parsed within 60 seconds and 768 MiB of memory. In a dbt manifest, one member of a section may have 4 MiB and 300,000 tokens; the whole may have 50,000 relations and 500,000 columns with a text. `errors` names the part. Send it in parts.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    description:
      'Within 24 hours a key of an organization identifies one request: the same operation, path, query and body. Use a new key.',
  },
  organization_required: {
    status: 422,
    title: 'The organization is not known',
    description:
      'A system administrator works in every organization, so a create must name one: by `organization_id`, or by a context parameter.',
  },
  reference_not_found: {
    status: 422,
    title: 'The body refers to something that does not exist',
    description:
      '`errors` points to the field. The resource that it names does not exist in this integration source. Resources of other sources and organizations count as missing.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    description:
      'The requests of one caller in a minute are limited; the requests of an API token count for its creator. Try again after the seconds in `Retry-After`.',
  },
  organization_rate_limited: {
    status: 429,
    title: 'Too many requests of the organization',
    description:
      'The requests of all callers of one organization in a minute are limited. Try again after the seconds in `Retry-After`.',
  },
  too_many_streams: {
    status: 429,
    title: 'Too many streams of the organization',
    description:
      'The open streams of one organization are limited: followers of runs, lists as lines, exports. Close one, or read the list in pages.',
  },
  too_many_queued_runs: {
    status: 429,
    title: 'Too many runs of the organization wait',
    description:
      'The introspection runs of one organization that wait to begin are limited. Wait until some begin, or cancel some.',
  },
  too_many_waiting_proposals: {
    status: 429,
    title: 'Too many proposals of the organization wait',
    description:
      'The proposed descriptions of one organization that wait for a decision are limited. Decide on some of them.',
  },
  too_many_idempotency_bytes: {
    status: 429,
    title: 'Too many answers are stored for the organization',
    description:
      'The answers of requests with an Idempotency-Key are stored for 24 hours, and their bytes for one organization are limited. The request was not executed. Wait until older answers are deleted, or send it without a key.',
  },
  too_many_api_tokens: {
    status: 429,
    title: 'Too many API tokens of the organization',
    description:
      'The API tokens of one organization that are neither revoked nor expired are limited. Revoke some of them.',
  },
  too_many_sources: {
    status: 429,
    title: 'Too many sources of the organization',
    description: 'The integration sources of one organization are limited. Delete some of them.',
  },
  too_many_connection_tests: {
    status: 429,
    title: 'Too many connection tests are running',
    description:
      'The connection tests that run at once are limited, for the server and for each organization. Try again after the seconds in `Retry-After`.',
  },
  too_many_uploads: {
    status: 429,
    title: 'Too many uploads of the organization',
    description:
      'The uploads of one organization that are in progress are limited, in number and in bytes. Try again after the seconds in `Retry-After`.',
  },
  internal_error: {
    status: 500,
    title: 'The server made a mistake',
    description:
      'The request was not executed. The log of the server has the cause under the same `request_id`.',
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
      'The database cannot be reached, or the transaction was rolled back because of a conflict with another one (deadlock). Send the request again after the seconds in `Retry-After`, with an Idempotency-Key when it creates something.',
  },
  server_busy: {
    status: 503,
    title: 'The server is busy',
    description:
      'Requests wait in a queue, and organizations take turns. This request waited for too long, or the queue was full. Nothing was done. Send it again after the seconds in `Retry-After`.',
  },
  uploads_unavailable: {
    status: 503,
    title: 'The server takes no more uploads now',
    description:
      'The server has reached its limit of uploads in progress, or has no disk space for the body. Nothing was written. Try again after the seconds in `Retry-After`.',
  },
  request_timeout: {
    status: 503,
    title: 'The request took too long',
    description:
      'The request exceeded its time limit and was stopped. A write in progress may still be committed. Send the request again after the seconds in `Retry-After`, with the same Idempotency-Key when it creates something.',
  },
  identity_provider_unavailable: {
    status: 503,
    title: 'The keys of the identity provider are not available',
    description: 'The token cannot be verified now. Try again after the seconds in `Retry-After`.',
  },
} as const satisfies Record<string, ProblemKind>

/** The constant parts of a problem: its status, its title, and the text of its documentation page. */
export interface ProblemKind {
  readonly status: number
  readonly title: string
  readonly description: string
}

/** The stable `code` of a problem. */
export type ProblemCode = keyof typeof problemCatalogue
