/** The organization that a fresh instance has, so that the first request of a newcomer works. A UUIDv7 in form. */
export const DEMO_ORGANIZATION_ID = '01920000-0000-7000-8000-000000000001'

/** The integration source of the demo organization. */
export const DEMO_SOURCE_ID = '01920000-0000-7000-8000-000000000002'

/**
 * The source that earlier versions made of the database of the instance itself. It could be read by everybody, so it is
 * deleted.
 */
export const DEMO_ITSELF_ID = '01920000-0000-7000-8000-000000000003'

/** The source that is a small shop on the instance's own PostgreSQL, where it has one. */
export const DEMO_SHOP_ID = '01920000-0000-7000-8000-000000000005'
export const DEMO_SHOP_NAME = 'Demo shop'

/** Its database. */
export const DEMO_SHOP_DATABASE_ID = '01920000-0000-7000-8000-000000000006'
