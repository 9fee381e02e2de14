/**
 * The environment of programs that tsx runs, and not the loader of tap. tap would add what they cover to what the tests
 * cover; but tsx compiles the same file to other code, so that the report would count lines that are covered as ones that
 * are not, depending on the order of random file names.
 */
export const uncovered = { _TAPJS_PROCESSINFO_COVERAGE_: '0' }
