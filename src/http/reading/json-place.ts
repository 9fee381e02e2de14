import { tokensOf } from '../../values/json-tokens.ts'

/**
 * The names and indexes that lead to the string or container at an offset in JSON. The text is read only up
 * to there.
 *
 * @throws SyntaxError when a name on the way is not JSON
 */
export function pathAt(json: string, offset: number): string[] {
  /** For each open container: the index of the item, or the name of the member. */
  const path: (number | string)[] = []
  let text = ''
  for (const { start, end } of tokensOf(json)) {
    const sign = json.charAt(start)
    // The string may be a name.
    if (start > offset && sign !== ':') break
    if (start === offset && sign !== '"') break
    const inner = path.at(-1)
    if (sign === '"') text = json.slice(start, end)
    else if (sign === ':') path[path.length - 1] = JSON.parse(text) as string
    else if (sign === '[' || sign === '{') path.push(sign === '[' ? 0 : '')
    else if (sign === ']' || sign === '}') path.pop()
    else if (typeof inner === 'number') path[path.length - 1] = inner + 1
  }
  return path.map(String)
}
