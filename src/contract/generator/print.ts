import { isObject, type Json } from './json.ts'
import { componentName } from './reference.ts'

const width = 110

/**
 * Prints a value as TypeScript: on one line if it fits, otherwise one member a line. `{ $ref }` objects
 * become the identifier of the component's constant.
 *
 * @param indent the indentation of the line where the value begins
 * @param used how many characters of that line are used before the value and by a comma after it
 */
export function print(value: Json, indent = 0, used = indent): string {
  const short = printShort(value)
  if (short.length + used <= width) return short
  const inner = ' '.repeat(indent + 2)
  const lines = (members: string[]) => members.map((member) => `${inner}${member},\n`).join('')
  if (Array.isArray(value)) {
    return `[\n${lines(value.map((item) => print(item, indent + 2, indent + 3)))}${' '.repeat(indent)}]`
  }
  if (!isObject(value)) return short
  const members = Object.entries(value).map(([key, member]) => {
    const name = `${printKey(key)}: `
    return name + print(member, indent + 2, indent + 3 + name.length)
  })
  return `{\n${lines(members)}${' '.repeat(indent)}}`
}

function printShort(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(printShort).join(', ')}]`
  if (typeof value === 'string') return printText(value)
  if (!isObject(value)) return JSON.stringify(value)
  if (typeof value.$ref === 'string') return componentName(value.$ref)
  const members = Object.entries(value).map(([key, member]) => `${printKey(key)}: ${printShort(member)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

function printKey(key: string): string {
  return /^([A-Za-z_]\w*|[1-9]\d*)$/.test(key) ? key : printText(key)
}

function printText(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${escaped}'`
}
