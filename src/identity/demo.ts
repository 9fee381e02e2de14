/** The organization that a fresh instance has, so that the first request of a newcomer works. A UUIDv7 in form. */
export const DEMO_ORGANIZATION_ID = '01920000-0000-7000-8000-000000000001'

/** The integration source of the demo organization. */
export const DEMO_SOURCE_ID = '01920000-0000-7000-8000-000000000002'

/** The source that is the database of the instance itself, where that is its own. */
export const DEMO_ITSELF_ID = '01920000-0000-7000-8000-000000000003'
export const DEMO_ITSELF_NAME = 'Sourcebook itself'

/** Its database. */
export const DEMO_DATABASE_ID = '01920000-0000-7000-8000-000000000004'
