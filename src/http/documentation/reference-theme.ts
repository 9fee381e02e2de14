const book =
  '<path fill="#3b6ea5" d="M4 6q8-4 15 1v25q-7-5-15-1z"/><path fill="#7fb2e5" d="M36 6q-8-4-15 1v25q7-5 15-1z"/>'

/** The icon of the browser tab, as SVG. */
export const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">${book}</svg>`

/** The logo of the top bar, as SVG. Every system has its font. */
export const logo = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40" viewBox="0 0 200 40">${book}<text x="48" y="27" fill="#ffffff" font-family="sans-serif" font-size="22" font-weight="bold">Sourcebook</text></svg>`

/**
 * Hides the box that loads another document, since the policy of the page forbids that. Hides examples of
 * problems, which have pages of their own, and links between operations: they made an operation 8,000 pixels
 * high. The conventions scroll, so that the search is on the first screen.
 */
export const styles = `.swagger-ui .topbar .download-url-wrapper { display: none }
.swagger-ui .topbar { background-color: #1d2b3a; padding: 6px 0 }
.swagger-ui .response:is([data-code^='4'], [data-code^='5']) :is(.response-controls, .model-example) { display: none }
.swagger-ui .response-col_links { display: none }
.swagger-ui .info .description { max-height: 240px; overflow: auto }
.swagger-ui .parameters input[type='text'] { min-width: 26em }
.swagger-ui .response td { padding-top: 4px }
.swagger-ui .opblock-body pre.example { max-height: 240px }
`
