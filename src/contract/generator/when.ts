/** A list with the message when something is broken, an empty one otherwise. */
export function when(broken: boolean, message: string): string[] {
  return broken ? [message] : []
}
