import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as core from '@actions/core'
import { run } from '../engine/run.ts'
import { messageOf } from '../lib/errors.ts'
import { foreign, info, warn } from '../lib/log.ts'
import { cancelAll, cancelled } from '../lib/process.ts'
import { failureText } from '../report/failure.ts'
import { outputsOf } from '../report/outputs.ts'
import type { Failure } from '../report/report.ts'
import { summaryOf } from '../report/summary.ts'
import { annotate } from './annotate.ts'
import { begin } from './begin.ts'
import { commentOnPullRequest } from './comment.ts'
import { fail } from './fail.ts'
import { loadInputs } from './inputs/index.ts'
import { handOverFrom, saveState } from './state.ts'
import { readSurroundings } from './surroundings.ts'

/** Seconds that the children have to end after a cancel; the runner gives 10 s in all. */
const cancelLimitSeconds = 4

async function main(): Promise<void> {
  const inputs = loadInputs()
  const surroundings = await readSurroundings()
  const scratch = await makeScratch(surroundings.job.runnerTemp)
  const clean = () => rm(scratch, { recursive: true, force: true })
  const saved = await unlessFailed(
    async () => saveState({ scratch }),
    (why) =>
      warn(`The post step will not know of this one, and pushes no full build: ${why}. ${fileRemedy}.`),
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      cancelAll()
      setTimeout(() => void clean().finally(() => process.exit(1)), cancelLimitSeconds * 1000)
    })
  }
  try {
    const report = await run(inputs, {
      surroundings,
      scratch,
      now: Math.floor(Date.now() / 1000),
      handOver: handOverFrom(scratch),
    })
    await unlessFailed(
      async () => annotate(report, inputs.annotations),
      (why) => warn(`Warnings of compilers are not shown at their lines: ${why}.`),
    )
    if (inputs.summary)
      await unlessFailed(
        () => core.summary.addRaw(summaryOf(report)).write(),
        (why) => warn(`There is no job summary: ${why}. ${fileRemedy}, or set \`summary: false\`.`),
      )
    if (inputs.comment && inputs.mode !== 'full')
      await commentOnPullRequest(report, {
        token: inputs.token,
        installables: inputs.installables.map(({ text }) => text),
        environment: process.env,
      })
    await unlessFailed(
      async () => {
        for (const [name, value] of Object.entries(outputsOf(report))) core.setOutput(name, value)
      },
      (why) => warn(`The outputs of the step are not set: ${why}. ${fileRemedy}.`),
    )
    if (report.failure !== undefined) {
      await showLogs(report.failure)
      core.setFailed(failureText(report.failure))
    }
  } finally {
    // Otherwise post removes it, after the push.
    if (cancelled.aborted || !saved) await clean()
  }
}

const fileRemedy = 'See whether the files that the runner names can be written'

/** The private directory of this use: where the runner wants it, or where the system does. */
async function makeScratch(runnerTemp: string): Promise<string> {
  const prefix = 'incremental-nix-'
  return mkdtemp(join(runnerTemp, prefix)).catch(() => mkdtemp(join(tmpdir(), prefix)))
}

/** What the runner gets beside the result. Its files are not ours, and what is wrong with them fails no build. */
async function unlessFailed(tell: () => Promise<unknown>, complain: (why: string) => void): Promise<boolean> {
  try {
    await tell()
    return true
  } catch (error) {
    complain(messageOf(error))
    return false
  }
}

/** Outside of any group, since the runner folds those: what a person looks for first. */
async function showLogs({ builds }: Failure): Promise<void> {
  for (const { name, log } of builds) {
    info(`The log of ${name}:`)
    await foreign(async (print) => log.forEach(print))
  }
}

begin()
try {
  await main()
} catch (error) {
  await fail(error)
}
// A client library that still waits for its server must not keep the job waiting.
process.exit()
