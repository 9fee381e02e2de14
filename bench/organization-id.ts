/** The only tenant of the bench. */
export const organizationId = '01920000-0000-7000-8000-00000000b001'
