/**
 * The environment of programs that run with tsx and not with the loader of tap. tap would merge their
 * coverage into that of the tests, but tsx compiles the same file to other code, so that the report would
 * count covered lines as uncovered, depending on the order of random file names.
 */
export const uncovered = { _TAPJS_PROCESSINFO_COVERAGE_: '0' }
