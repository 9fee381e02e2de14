/** Reports a finished step. */
export type Say = (text: string) => void
