/** A list with the message if `broken`, an empty list otherwise. */
export function when(broken: boolean, message: string): string[] {
  return broken ? [message] : []
}
