import type { InferredRelationship } from '../../src/introspection/relationships/infer.ts'
import type { Reference } from './observe.ts'

/** The comparison of an inference with the declared keys. */
export interface Quality {
  declared: number
  found: number
  right: number
  precision: number
  recall: number
  f1: number
  missed: string[]
  wrong: string[]
}

const arrow = ({ from, to }: Reference): string => `${from} → ${to}`

/** A suggestion as a reference. */
export const referenceOf = ({ from, to }: InferredRelationship): Reference => ({
  from: `${from.table_name}.${from.column_name}`,
  to: `${to.table_name}.${to.column_name}`,
})

/** Precision, recall and F1 of references, by pairs of columns; precision is 1 when nothing was found. */
export function qualityOf(
  truth: readonly Reference[],
  suggestions: readonly InferredRelationship[],
): Quality {
  const declared = new Set(truth.map(arrow))
  const found = new Map(
    suggestions.map((suggestion) => [arrow(referenceOf(suggestion)), suggestion.score] as const),
  )
  const right = [...found.keys()].filter((key) => declared.has(key)).length
  const precision = found.size === 0 ? 1 : right / found.size
  const recall = declared.size === 0 ? 1 : right / declared.size
  return {
    declared: declared.size,
    found: found.size,
    right,
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    missed: [...declared].filter((key) => !found.has(key)),
    wrong: [...found].filter(([key]) => !declared.has(key)).map(([key, score]) => `${key} (${score})`),
  }
}

/** How often suggestions with each score are right. */
export function calibrationOf(pairs: readonly { score: number; isRight: boolean }[]): string {
  const bands = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01]
  const rows = bands.slice(0, -1).map((low, index) => {
    const high = bands[index + 1] as number
    const inside = pairs.filter(({ score }) => score >= low && score < high)
    const mean = inside.reduce((sum, { score }) => sum + score, 0) / inside.length
    const right = inside.filter(({ isRight }) => isRight).length / inside.length
    const figures = inside.length === 0 ? '– | –' : `${mean.toFixed(2)} | ${right.toFixed(2)}`
    return `| ${low}–${Math.min(high, 1)} | ${inside.length} | ${figures} |\n`
  })
  return `| score | suggestions | mean score | share that is right |\n| --- | --: | --: | --: |\n${rows.join('')}`
}
