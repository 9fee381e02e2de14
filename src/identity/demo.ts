/**
 * The organization of a new instance, so that the first request of a new user works. A UUID of version 7 in
 * form.
 */
export const DEMO_ORGANIZATION_ID = '01920000-0000-7000-8000-000000000001'

/** The integration source of the demo organization. */
export const DEMO_SOURCE_ID = '01920000-0000-7000-8000-000000000002'

/**
 * A source that earlier versions created for the database of the instance itself. Everybody could read it, so
 * it is deleted.
 */
export const DEMO_ITSELF_ID = '01920000-0000-7000-8000-000000000003'

/** The source for a small shop database, which exists where the instance runs its own PostgreSQL. */
export const DEMO_SHOP_ID = '01920000-0000-7000-8000-000000000005'
export const DEMO_SHOP_NAME = 'Demo shop'

/** The database in that source. */
export const DEMO_SHOP_DATABASE_ID = '01920000-0000-7000-8000-000000000006'
