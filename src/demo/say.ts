/** Told about each step that is done. */
export type Say = (text: string) => void
