import { wordsOf } from '../words.ts'
import type { TypeFamily } from './data-type.ts'

/** Why the values of a column are not shown: they are secrets or personal data. */
export type Sensitivity = 'secret' | 'personal'

/** The facts of a column from which its sensitivity follows. */
export interface SensitivityFacts {
  tableName: string
  columnName: string
  family: TypeFamily
  /** Distinct values. */
  texts: readonly string[]
}

const phrases = (text: string): string[][] => text.split(',').map((phrase) => phrase.trim().split(' '))

const secretNames = phrases(
  `password, passwd, passphrase, passcode, secret, token, salt, hash, digest, otp, totp, mfa, pin, cvv, cvc, csc,
  credential, api key, apikey, private key, access key, signing key, encryption key, session id, session key, cookie,
  authorization, signature, certificate, security answer, security question, connection string`.replace(
    /\s+/g,
    ' ',
  ),
)
const personalNames = phrases(
  `email, mail, e mail, phone, telephone, mobile, cell, fax, first name, firstname, last name, lastname, middle name,
  middlename, full name, fullname, surname, given name, family name, maiden name, nickname, forename, username, user name,
  login, screen name, display name, contact name, birthdate, birth date, birthday, date of birth, born, birth place, ssn,
  social security, national id, national insurance, passport, driver license, licence number, tax id, tin, vat id, iban,
  bic, bank account, account number, card number, credit card, debit card, ccnumber, cc number, pan, address, address1,
  address2, street, street name, street number, house number, postcode, postal code, zip, zipcode, zip code, ip, ip address,
  mac address, latitude, longitude, gender, sex, religion, ethnicity, race, nationality, marital status, salary, wage,
  diagnosis, medical, blood type, health, biometric, fingerprint, photo, avatar, resume, signature, customer name,
  employee name, patient name, contact, recipient, addressee, cardholder, beneficiary, ship name, billing name,
  author name, manager name`.replace(/\s+/g, ' '),
)
const personTables = new Set(
  `person customer client employee staff user contact member patient student teacher actor author lead passenger
  applicant candidate subscriber guest player driver owner tenant visitor participant citizen attendee profile`.split(
    /\s+/,
  ),
)
const personNouns = new Set(
  `manager owner author creator editor assignee reviewer approver contact employee customer patient salesperson clerk
  buyer seller agent doctor driver composer recipient sender operator teacher student user boss supervisor`.split(
    /\s+/,
  ),
)
/** Last words that make a column harmless, e.g. in `password_length` and `email_verified`. */
const harmlessEndings = new Set(
  'count total at on is has enabled verified type status length version'.split(' '),
)

const holds = (words: readonly string[], phrase: readonly string[]): boolean =>
  words.some((_, start) => phrase.every((word, offset) => words[start + offset] === word))

function sensitivityOfName({ tableName, columnName, family }: SensitivityFacts): Sensitivity | null {
  const words = wordsOf(columnName)
  if (family === 'boolean' || harmlessEndings.has(words.at(-1) ?? '')) return null
  if (secretNames.some((phrase) => holds(words, phrase))) return 'secret'
  if (personalNames.some((phrase) => holds(words, phrase))) return 'personal'
  const isNameOfPerson =
    (words.join(' ') === 'name' && wordsOf(tableName).some((word) => personTables.has(word))) ||
    (words.at(-1) === 'name' && words.some((word) => personNouns.has(word)))
  return isNameOfPerson ? 'personal' : null
}

const withoutSeparators = (text: string): string => text.replace(/[ -]/g, '')

/**
 * Whether a text is the number of a payment card: 13 to 19 digits, the first one of a card network, with a
 * valid checksum by Luhn (ISO/IEC 7812-1).
 */
export function isCardNumber(text: string): boolean {
  const digits = withoutSeparators(text)
  if (!/^[2-6]\d{12,18}$/.test(digits)) return false
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index])
    sum += index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

/** Whether a text is an IBAN with a valid checksum (ISO 13616-1, modulo 97 by ISO/IEC 7064). */
export function isIban(text: string): boolean {
  const code = withoutSeparators(text).toUpperCase()
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(code)) return false
  const rearranged = `${code.slice(4)}${code.slice(0, 4)}`
  let remainder = 0
  for (const character of rearranged) {
    const value = Number.parseInt(character, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder === 1
}

const day = '(?:0?[1-9]|[12]\\d|3[01])'
const month = '(?:0?[1-9]|1[0-2])'
const year = '(?:1[89]|20)\\d\\d'
/**
 * Dates with day, month and year in any order, with or without a time; also spans of years, e.g. 2020-2021.
 */
const writtenDate = new RegExp(
  `^(?:${day}[-/.]${month}[-/.]${year}|${month}[-/.]${day}[-/.]${year}|${year}[-/.]${month}[-/.]${day}|${year}[-/]${year})(?:[T ].*)?$`,
)

/** Whether a text is a telephone number: seven to fifteen digits (ITU-T E.164) with common separators. */
export function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length
  if (digits < 7 || digits > 15 || /^\d{4}-\d\d-\d\d/.test(text) || writtenDate.test(text)) return false
  return /^(?:\+|00)[\d ()./-]+(?: ?(?:x|ext\.?) ?\d+)?$|^\(?\d{2,5}\)?[ /-]\d[\d /-]*(?: ?(?:x|ext\.?) ?\d+)?$/i.test(
    text,
  )
}

const uuidText = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Whether a text looks like a random token: 20 or more characters without blanks, with letters and digits in
 * random order. A long number does not count as a token.
 */
export function isToken(text: string): boolean {
  if (text.length < 20 || uuidText.test(text)) return false
  if (/^\d+$/.test(text) || !/^[A-Za-z0-9+/=_.~-]+$/.test(text)) return false
  if (/^[0-9a-f]{32,}$/i.test(text)) return true
  const changes = text.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])|[a-z](?=[A-Z])/g) ?? []
  return /\d/.test(text) && changes.length / text.length > 0.2
}

const knownSecret =
  /^(?:eyJ[\w-]+\.eyJ|\$2[abxy]?\$\d\d\$|\$argon2|\$scrypt|\$[156]\$|pbkdf2|-----BEGIN |AKIA[0-9A-Z]{16}|gh[opsu]_\w{20}|github_pat_|xox[abprs]-|[sr]k_(?:live|test)_|sbk_|glpat-|AIza[\w-]{30})/
const email = /[^\s@"<>]+@[^\s@"<>]+\.\p{L}{2,}/u
const personalNumber = /^\d{3}-\d{2}-\d{4}$|^[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]$/
const streetAddress =
  /^\d+[a-z]? .*\b(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|way|court|ct|place|pl|square|parkway|loop)\b\.?|\p{L}(?:stra(?:ß|ss)e|str\.|weg|gasse|platz|allee) \d+|^(?:rue|avenue|via|calle|rua|av\.) .*\d|^\d+,? (?:rue|avenue|boulevard) /iu

/**
 * Tests of values, each with the share of matching values from which on it decides; 0 means that one value is
 * enough.
 */
const valueTests: readonly (readonly [Sensitivity, (text: string) => boolean, number])[] = [
  ['secret', (text) => knownSecret.test(text), 0],
  ['personal', (text) => email.test(text), 0],
  ['personal', isCardNumber, 0.5],
  ['personal', isIban, 0.3],
  ['personal', (text) => personalNumber.test(text), 0.3],
  ['personal', isPhone, 0.3],
  ['personal', (text) => streetAddress.test(text), 0.3],
  ['secret', isToken, 0.3],
]

/**
 * Returns whether a column seems to have secrets or personal data, by the words of its name and by its
 * values. In doubt it is sensitive. One value is enough if it is an e-mail address or a token of a well-known
 * vendor. Card numbers, account numbers, telephone numbers, street addresses and random tokens count only if
 * a share of the values matches.
 */
export function sensitivityOf(facts: SensitivityFacts): Sensitivity | null {
  const byName = sensitivityOfName(facts)
  if (byName) return byName
  const texts = facts.family === 'uuid' ? [] : facts.texts
  const test = valueTests.find(([, matches, minimumShare]) => {
    const found = texts.filter(matches).length
    return found > 0 && found >= minimumShare * texts.length
  })
  return test ? test[0] : null
}
