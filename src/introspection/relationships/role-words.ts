/** Words for another row of the same table, e.g. in `parent_id`. */
export const selfWords = new Set(
  'parent predecessor successor previous prev next original root ancestor child replacement replaced referrer'.split(
    ' ',
  ),
)

/** Words for another row of a table of persons, e.g. in `manager_id`. */
export const superiorWords = new Set(
  'manager supervisor boss superior mentor head report referrer lead'.split(' '),
)

/** Words for the role of a person, e.g. in `created_by`. */
export const personWords = new Set(
  `owner manager author creator editor assignee assigned reviewer approver approved created updated modified deleted
  requester reporter supervisor representative rep agent seller salesperson salesman clerk operator handler lead head
  teacher instructor coach recipient sender moderator changed closed opened entered resolved submitted reviewed`.split(
    /\s+/,
  ),
)

/** Words at the end of the name of a table of persons. */
export const personTables = new Set(
  'employee staff user person member account contact worker agent'.split(' '),
)

/** Prepositions at the end of a name that make it a reference, e.g. in `ship_via`. */
export const prepositions = new Set('at by from to via with'.split(' '))
