const book =
  '<path fill="#3b6ea5" d="M4 6q8-4 15 1v25q-7-5-15-1z"/><path fill="#7fb2e5" d="M36 6q-8-4-15 1v25q7-5 15-1z"/>'

/** The sign of a browser tab, as SVG. */
export const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">${book}</svg>`

/** The logo of the top bar, as SVG. Its font is one that every system has. */
export const logo = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40" viewBox="0 0 200 40">${book}<text x="48" y="27" fill="#ffffff" font-family="sans-serif" font-size="22" font-weight="bold">Sourcebook</text></svg>`

/** Hides the box that loads another document: the policy of the page would not let it. */
export const styles = `.swagger-ui .topbar .download-url-wrapper { display: none }
.swagger-ui .topbar { background-color: #1d2b3a; padding: 6px 0 }
`
