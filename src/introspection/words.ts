/** Common abbreviations in names of tables and columns, with their meanings. */
const abbreviations = new Map(
  Object.entries({
    acct: 'account',
    addr: 'address',
    amt: 'amount',
    cat: 'category',
    cd: 'code',
    ctry: 'country',
    curr: 'currency',
    cust: 'customer',
    dept: 'department',
    dob: 'birthdate',
    emp: 'employee',
    grp: 'group',
    identifier: 'id',
    invc: 'invoice',
    lang: 'language',
    loc: 'location',
    mgr: 'manager',
    msg: 'message',
    nbr: 'number',
    no: 'number',
    nr: 'number',
    num: 'number',
    org: 'organization',
    organisation: 'organization',
    pct: 'percent',
    percentage: 'percent',
    pmt: 'payment',
    prod: 'product',
    pwd: 'password',
    qty: 'quantity',
    ref: 'reference',
    tel: 'telephone',
    txn: 'transaction',
    usr: 'user',
    vend: 'vendor',
    whse: 'warehouse',
  }),
)

const irregularPlurals = new Map(
  Object.entries({
    aliases: 'alias',
    alumni: 'alumnus',
    analyses: 'analysis',
    appendices: 'appendix',
    bases: 'base',
    biases: 'bias',
    brownies: 'brownie',
    caches: 'cache',
    calories: 'calorie',
    canoes: 'canoe',
    canvases: 'canvas',
    children: 'child',
    cookies: 'cookie',
    crises: 'crisis',
    criteria: 'criterion',
    diagnoses: 'diagnosis',
    feet: 'foot',
    geese: 'goose',
    genies: 'genie',
    halves: 'half',
    hypotheses: 'hypothesis',
    indices: 'index',
    knives: 'knife',
    leaves: 'leaf',
    lenses: 'lens',
    lives: 'life',
    loaves: 'loaf',
    matrices: 'matrix',
    men: 'man',
    mice: 'mouse',
    movies: 'movie',
    people: 'person',
    persons: 'person',
    phenomena: 'phenomenon',
    pies: 'pie',
    quizzes: 'quiz',
    rookies: 'rookie',
    selfies: 'selfie',
    shelves: 'shelf',
    shoes: 'shoe',
    syntheses: 'synthesis',
    teeth: 'tooth',
    theses: 'thesis',
    thieves: 'thief',
    ties: 'tie',
    vertices: 'vertex',
    wives: 'wife',
    wolves: 'wolf',
    women: 'woman',
    zombies: 'zombie',
  }),
)

/** Words that end like a plural but are singular, or are both. */
const unchanged = new Set(
  'alias always atlas bias canvas gas lens news plus series sms species yes'.split(' '),
)

/** Returns the singular of a lower-case English word, by its ending. Other words stay unchanged. */
export function singular(word: string): string {
  const irregular = irregularPlurals.get(word)
  if (irregular) return irregular
  if (word.length < 4 || unchanged.has(word)) return word
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`
  // Statuses and boxes, but houses and sizes.
  if (/(?:ss|x|ch|sh|[^aeo]us|o)es$/.test(word)) return word.slice(0, -2)
  return /[^siu]s$/.test(word) ? word.slice(0, -1) : word
}

/**
 * Splits the name of a table or column into words: lower-case, singular, common abbreviations written out.
 * `billingAddrIDs` and `BILLING_ADDRESS_ID` both give `billing`, `address`, `id`.
 */
export function wordsOf(name: string): string[] {
  return name
    .normalize('NFC')
    .replace(/(\p{Lu}+)(s)(?=$|[^\p{L}])/gu, '$1') // IDs
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .map(singular)
    .map((word) => abbreviations.get(word) ?? word)
}
