/**
 * The program and first arguments that run Node.js as an operator does, without the loader that tap gives to
 * each process of a test: the code is compiled already, and is not counted as covered.
 */
export const plainNode = ['env', ['-u', 'NODE_OPTIONS', process.execPath]] as const
