/** Begins with a letter and has nothing that means something in YAML, also not at its end. */
const plain = /^[\p{L}_](?:[\p{L}\p{N}_ .,;()/+=$%-]*[\p{L}\p{N}_.,;()/+=$%])?$/u
/** What YAML 1.2 or an older reader takes for something else than a text. */
const reserved = /^(?:null|true|false|yes|no|on|off|y|n)$/i
/** What double quotes must escape, or an editor does not show. */
const invisible = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g
/** Texts that a block keeps as they are: visible, and without a space where its indentation is read. */
const block =
  /^[^\s\p{Cc}\u2028\u2029\ufeff\ufffe\uffff](?:[^\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]|\t|\n(?!\n*$))*\n?$/u

const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    invisible,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** A text as a YAML key or a value on one line. */
export const yamlScalar = (text: string): string =>
  plain.test(text) && !reserved.test(text) ? text : quoted(text)

/** A text as a YAML value after its key: lines stay lines, so that a diff shows the one that changed. */
export function yamlText(text: string, indent: string): string {
  if (!text.includes('\n') || !block.test(text)) return yamlScalar(text)
  const lines = text.replace(/\n$/, '').split('\n')
  const chomping = text.endsWith('\n') ? '' : '-'
  return `|${chomping}${lines.map((line) => `\n${line === '' ? '' : `${indent}  ${line}`}`).join('')}`
}

const longestComment = 300

/** A text as one line of a comment, shortened when it is long. */
export function yamlComment(text: string): string {
  const line = text.replace(/[\s\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]+/gu, ' ').trim()
  return line.length > longestComment ? `${line.slice(0, longestComment).toWellFormed()}…` : line
}
