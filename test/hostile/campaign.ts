import { setTimeout as sleep } from 'node:timers/promises'
import { exampleWorld } from './example-world.ts'
import type { Answer, Request } from './requests.ts'
import type { Application } from './running/application.ts'
import type { Measurement, Prober } from './running/prober.ts'
import { createNeighbour, createTenant, type Neighbour, type Tenant } from './tenants.ts'

/** Attacks by which one tenant must not affect another. */
export type FindingKind =
  | 'exit'
  | 'freeze'
  | 'memory'
  | 'foreign row'
  | "another's answer"
  | 'other tenant hurt'
  | 'wrong answer'

/** A violation. */
export interface Finding {
  readonly kind: FindingKind
  readonly detail: string
}

/** The means of a case. */
export interface Scene {
  readonly app: Application
  /** The hostile tenant; its answers are searched for data of the other one. */
  readonly attacker: Tenant
  readonly neighbour: Neighbour
  /** Twice as long as usual is 2. */
  readonly length: number
}

/** The result of a case. */
export interface Outcome {
  /** What happened, in a few words. */
  readonly note: string
  /** Violations that are not measured. */
  readonly findings?: readonly Finding[]
}

/** One hostile act. */
export interface Case {
  readonly name: string
  /** The time limit in milliseconds; 30 seconds by default. */
  readonly patience?: number
  /** Skipped unless the campaign is longer than usual. */
  readonly isLong?: boolean
  run(scene: Scene): Promise<Outcome>
}

/** Cases about one subject. */
export interface Group {
  readonly name: string
  /** The interesting part for somebody who selects groups. */
  readonly description: string
  /** How many cases run at once. One with findings runs again alone. */
  readonly atOnce: number
  cases(): readonly Case[] | Promise<readonly Case[]>
}

/** The outcome of a case. */
export interface Verdict {
  readonly name: string
  readonly note: string
  readonly findings: readonly Finding[]
  readonly seconds: number
  readonly measured: Measured
}

/** Measurements while one case, or several at once, ran. Milliseconds and MiB. */
export interface Measured {
  readonly livez: number
  /** The longest time for which the event loop was blocked. */
  readonly blocked: number
  readonly neighbour: { readonly median: number; readonly p99: number; readonly worst: number }
  readonly memory: number
}

const limits = {
  /** The longest allowed block of the event loop, in milliseconds. */
  freeze: 100,
  /** The limit for /livez on a busy machine, in milliseconds. Up to it, the loop need not be blocked. */
  unanswered: 5000,
  /** The limit for one read of the other tenant, in milliseconds. */
  neighbour: 2000,
  /** By how many MiB the process may grow. */
  growth: 400,
}

/** The tenants of a campaign, and the cases that run against them. */
export interface Campaign {
  /** Runs cases at once, and those with findings again, each alone. */
  run(cases: readonly Case[], onVerdict: (verdict: Verdict) => void): Promise<void>
  /** Measurements of the other tenant while no case runs. */
  baseline(): Promise<Measurement>
}

/** Starts a campaign on a running application. */
export async function openCampaign(app: Application, prober: Prober, length: number): Promise<Campaign> {
  let scene: Scene
  let leaks: Finding[] = []

  const setScene = async () => {
    const neighbour = await createNeighbour(app)
    const attacker = await createTenant(app, 'Attacker')
    const search = (answer: Answer, { path, body }: Request) => {
      const isKnown = `${path} ${typeof body === 'string' ? body : JSON.stringify(body)}`.includes(
        neighbour.secretWord,
      )
      if (isKnown || !answer.text.includes(neighbour.secretWord)) return
      leaks.push({ kind: 'foreign row', detail: `${path} answered with a word of the other tenant` })
    }
    const watched: Tenant = {
      ...attacker,
      async send(request) {
        const answer = await attacker.send(request)
        search(answer, request)
        return answer
      },
    }
    scene = { app, attacker: watched, neighbour, length }
    // This also compiles the code, which would otherwise look like a block.
    await exampleWorld(watched)
  }
  const renew = async () => {
    await app.restart()
    await setScene()
  }
  const startProbing = () => {
    const { path, expected, tokens } = scene.neighbour
    prober.start({ url: app.url, path, expected, token: tokens.ORGANIZATION_ADMIN })
  }

  /** Runs cases at once, and returns their results and the measurements meanwhile. */
  const attempt = async (cases: readonly Case[]) => {
    leaks = []
    const begin = Date.now()
    const before = app.memory()
    let memory = before
    const watch = setInterval(() => {
      memory = Math.max(memory, app.memory())
    }, 50)
    startProbing()
    await sleep(60)
    const outcomes = await Promise.all(cases.map((each) => carriedOut(each, scene, app)))
    await sleep(100)
    const seen = await prober.stop()
    clearInterval(watch)
    const blocks = app.blocks.filter(({ at }) => at >= begin)
    const blocked = Math.max(0, ...blocks.map(({ delay, waited }) => delay - waited))
    const measured: Measured = { livez: seen.livez.worst, blocked, neighbour: seen.neighbour, memory }
    const found: Finding[] = [...leaks]
    const add = (kind: FindingKind, detail: string) => void found.push({ kind, detail })
    if (app.death !== undefined) add('exit', app.death)
    else {
      if (blocked > limits.freeze || seen.livez.worst > limits.unanswered)
        add('freeze', `the event loop was blocked for ${blocked} ms, /livez took ${seen.livez.worst} ms`)
      if (memory > before + limits.growth) add('memory', `${before} -> ${memory} MiB`)
      if (seen.failures.length > 0)
        add('other tenant hurt', `${seen.failures.length} requests failed: ${seen.failures[0]}`)
      else if (seen.neighbour.worst > limits.neighbour)
        add('other tenant hurt', `it waited for ${seen.neighbour.worst} ms`)
    }
    if (seen.foreign > 0)
      add("another's answer", `${seen.foreign} answers to the other tenant were not its own`)
    const isIll = found.length > 0 || outcomes.some(({ findings = [] }) => findings.length > 0)
    // An application that hangs does not answer the next case either.
    if (app.death !== undefined || found.some(({ kind }) => kind !== 'foreign row')) await renew()
    return { outcomes, found, measured, isIll, seconds: (Date.now() - begin) / 1000 }
  }

  await setScene()
  return {
    async run(cases, onVerdict) {
      const { outcomes, measured, isIll, seconds } = await attempt(cases)
      for (const [index, each] of cases.entries()) {
        // The cause may be noise or another case, so each suspect runs again alone.
        const alone = isIll ? await attempt([each]) : undefined
        const outcome = alone?.outcomes[0] ?? outcomes[index]
        onVerdict({
          name: each.name,
          note: String(outcome?.note),
          findings: alone ? [...alone.found, ...(outcome?.findings ?? [])] : [],
          seconds: alone?.seconds ?? seconds,
          measured: alone?.measured ?? measured,
        })
      }
    },
    async baseline() {
      startProbing()
      await sleep(3000)
      return prober.stop()
    },
  }
}

/** The result of a case, unless the process ends or the case takes too long. */
async function carriedOut(each: Case, scene: Scene, app: Application): Promise<Outcome> {
  const { patience = 30_000 } = each
  const work = each.run(scene).catch((error: Error): Outcome => {
    // Errors of a case after the process ended are caused by the end.
    if (app.death !== undefined) return { note: 'the process ended' }
    const finding: Finding = { kind: 'wrong answer', detail: error.message.slice(0, 300) }
    return { note: 'the case could not be carried out', findings: [finding] }
  })
  const dead = app.died.then(async (): Promise<Outcome> => ({ note: 'the process ended' }))
  const late = sleep(patience * scene.length, undefined, { ref: false }).then(
    (): Outcome => ({
      note: 'it did not end',
      findings: [{ kind: 'wrong answer', detail: `it did not end within ${patience * scene.length} ms` }],
    }),
  )
  return Promise.race([work, dead, late])
}
