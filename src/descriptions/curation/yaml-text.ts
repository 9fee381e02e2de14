/** Text that needs no quotes in YAML: it begins with a letter and contains no special characters. */
const plain = /^[\p{L}_](?:[\p{L}\p{N}_ .,;()/+=$%-]*[\p{L}\p{N}_.,;()/+=$%])?$/u
/** Text that a YAML 1.2 or an older parser does not read as a string. */
const reserved = /^(?:null|true|false|yes|no|on|off|y|n)$/i
/** Characters that must be escaped in double quotes, or that editors do not show. */
const invisible = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g
/**
 * Text that a block scalar preserves: only visible characters, and no leading space, which would be
 * indentation.
 */
const block =
  /^[^\s\p{Cc}\u2028\u2029\ufeff\ufffe\uffff](?:[^\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]|\t|\n(?!\n*$))*\n?$/u

const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    invisible,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** Formats a text as a YAML key or as a value on one line. */
export const yamlScalar = (text: string): string =>
  plain.test(text) && !reserved.test(text) ? text : quoted(text)

/** Formats a text as a YAML value. Keeps lines as lines, so that a diff shows only those that changed. */
export function yamlText(text: string, indent: string): string {
  if (!text.includes('\n') || !block.test(text)) return yamlScalar(text)
  const lines = text.replace(/\n$/, '').split('\n')
  const chomping = text.endsWith('\n') ? '' : '-'
  return `|${chomping}${lines.map((line) => `\n${line === '' ? '' : `${indent}  ${line}`}`).join('')}`
}

const longestComment = 300

/** Formats a text as a one-line comment, truncated if it is long. */
export function yamlComment(text: string): string {
  const line = text.replace(/[\s\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]+/gu, ' ').trim()
  return line.length > longestComment ? `${line.slice(0, longestComment).toWellFormed()}…` : line
}
