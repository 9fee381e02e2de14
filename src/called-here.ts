import { sep } from 'node:path'
import { packageRoot } from './package-root.ts'

/** Whether this server is an installed package; `npm run` then cannot run its scripts. */
const isInstalled = packageRoot.split(sep).includes('node_modules')

/**
 * Writes the commands in a text as a user types them: `npm run token -- …` in the folder of the server, and
 * `npx sourcebook token …` in a folder that has the server installed.
 */
export const asCalledHere = (text: string, installed = isInstalled): string =>
  installed
    ? text
        .replace(/npm run (?:--silent )?([\w:]+)(?: --(?=[ \n]))?/g, 'npx sourcebook $1')
        .replaceAll('npm start', 'npx sourcebook start')
    : text
