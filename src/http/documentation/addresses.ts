/**
 * The paths of the documentation. They have no host, so that links work under every address of the server.
 */
export const addresses = {
  reference: '/docs',
  index: '/docs/llms.txt',
  /** The path that https://llmstxt.org prescribes. */
  rootIndex: '/llms.txt',
  firstSteps: '/docs/first-steps.md',
  postman: '/docs/postman.json',
  sharedProblems: '/docs/shared-problems.md',
  conventions: '/docs/conventions.md',
  problems: '/docs/problems',
  problem: (code: string) => `/docs/problems/${code}`,
  operation: (operationId: string) => `/docs/operations/${operationId}.md`,
} as const
