import { setTimeout as sleep } from 'node:timers/promises'
import { exampleWorld } from './example-world.ts'
import type { Answer, Request } from './requests.ts'
import type { Application } from './running/application.ts'
import type { Measurement, Prober } from './running/prober.ts'
import { createNeighbour, createTenant, type Neighbour, type Tenant } from './tenants.ts'

/** What one tenant must not be able to do to another. */
export type FindingKind =
  | 'exit'
  | 'freeze'
  | 'memory'
  | 'foreign row'
  | "another's answer"
  | 'other tenant hurt'
  | 'wrong answer'

/** Something that must not be. */
export interface Finding {
  readonly kind: FindingKind
  readonly detail: string
}

/** What a case works with. */
export interface Scene {
  readonly app: Application
  /** The hostile tenant; what it is answered is searched for what belongs to the other one. */
  readonly attacker: Tenant
  readonly neighbour: Neighbour
  /** Two times as long as usual is 2. */
  readonly length: number
}

/** What a case says about itself. */
export interface Outcome {
  /** What happened, in a few words. */
  readonly note: string
  /** What was wrong beside what is measured. */
  readonly findings?: readonly Finding[]
}

/** One hostile act. */
export interface Case {
  readonly name: string
  /** How long it may take, in milliseconds; 30 seconds when left out. */
  readonly patience?: number
  /** Left out unless the campaign is longer than usual. */
  readonly isLong?: boolean
  run(scene: Scene): Promise<Outcome>
}

/** Cases about one subject. */
export interface Group {
  readonly name: string
  /** What of it is of interest to somebody who chooses. */
  readonly description: string
  /** How many cases go on at once. One that is not well is done again alone. */
  readonly atOnce: number
  cases(): readonly Case[] | Promise<readonly Case[]>
}

/** What became of a case. */
export interface Verdict {
  readonly name: string
  readonly note: string
  readonly findings: readonly Finding[]
  readonly seconds: number
  readonly measured: Measured
}

/** What was measured while one case, or several at once, went on. Milliseconds and MiB. */
export interface Measured {
  readonly livez: number
  /** The longest time for which the event loop answered nobody. */
  readonly blocked: number
  readonly neighbour: { readonly median: number; readonly p99: number; readonly worst: number }
  readonly memory: number
}

const limits = {
  /** The longest freeze, in milliseconds of the event loop. */
  freeze: 100,
  /** What /livez may take however busy the machine is, in milliseconds: a loop that is blocked still does not say so. */
  unanswered: 5000,
  /** What one reading of the other tenant may take at most, in milliseconds. */
  neighbour: 2000,
  /** By how many MiB the process may grow. */
  growth: 400,
}

/** The tenants of a campaign, and what happens to them. */
export interface Campaign {
  /** Carries out cases at once, and those that were not well again, each alone. */
  introspectDatabase(cases: readonly Case[], onVerdict: (verdict: Verdict) => void): Promise<void>
  /** What the other tenant measures while nobody is hostile. */
  baseline(): Promise<Measurement>
}

/** Starts a campaign on an application that runs. */
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
    // Also, so that code that is compiled for the first time is not taken for a freeze.
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

  /** Carries out cases at once, and says what they did and what was seen meanwhile. */
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
    // What does not answer any more does not answer the next case either.
    if (app.death !== undefined || found.some(({ kind }) => kind !== 'foreign row')) await renew()
    return { outcomes, found, measured, isIll, seconds: (Date.now() - begin) / 1000 }
  }

  await setScene()
  return {
    async introspectDatabase(cases, onVerdict) {
      const { outcomes, measured, isIll, seconds } = await attempt(cases)
      for (const [index, each] of cases.entries()) {
        // Noise, or the fault of another case: whoever is accused is heard alone.
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

/** What a case says, unless the process ends or the case takes too long. */
async function carriedOut(each: Case, scene: Scene, app: Application): Promise<Outcome> {
  const { patience = 30_000 } = each
  const work = each.run(scene).catch((error: Error): Outcome => {
    // What a case meets when the process ends is told by the end.
    if (app.death !== undefined) return { note: 'the process ended' }
    const finding: Finding = { kind: 'wrong answer', detail: error.message.slice(0, 300) }
    return { note: 'the case could not be carried out', findings: [finding] }
  })
  const dead = app.died.then(async (): Promise<Outcome> => ({ note: 'the process ended' }))
  const late = sleep(patience * scene.length, undefined, { ref: false }).then(
    (): Outcome => ({
      note: 'it did not end',
      findings: [{ kind: 'wrong answer', detail: `it was not over after ${patience * scene.length} ms` }],
    }),
  )
  return Promise.race([work, dead, late])
}
