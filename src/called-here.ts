import { sep } from 'node:path'
import { packageRoot } from './package-root.ts'

/** Whether this server is a package that another folder has installed; then npm runs no script of ours there. */
const isInstalled = packageRoot.split(sep).includes('node_modules')

/**
 * A text whose commands are as a person types them here: `npm run token -- …` in the folder of the server, and
 * `npx sourcebook token …` in one that has it installed.
 */
export const asCalledHere = (text: string, installed = isInstalled): string =>
  installed
    ? text
        .replace(/npm run (?:--silent )?([\w:]+)(?: --(?=[ \n]))?/g, 'npx sourcebook $1')
        .replaceAll('npm start', 'npx sourcebook start')
    : text
