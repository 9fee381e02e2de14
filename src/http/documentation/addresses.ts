/** Where the documentation is served. Everything is a path, so it holds wherever the server is reached. */
export const addresses = {
  reference: '/docs',
  index: '/docs/llms.txt',
  /** Where https://llmstxt.org has it. */
  rootIndex: '/llms.txt',
  firstSteps: '/docs/first-steps.md',
  postman: '/docs/postman.json',
  sharedProblems: '/docs/shared-problems.md',
  conventions: '/docs/conventions.md',
  problems: '/docs/problems',
  problem: (code: string) => `/docs/problems/${code}`,
  operation: (operationId: string) => `/docs/operations/${operationId}.md`,
} as const
