import { createSelection } from '../../src/introspection/selection/selection.ts'

/** The selection of a source without patterns. */
export const everythingSelected = createSelection({
  includePatterns: [],
  excludePatterns: [],
  unprofiledPatterns: [],
})
