import type { UserError } from '../lib/errors.ts'
import { type BuildDiagnostic, type BuildLog, nameOf } from '../nix/log.ts'
import { parseTrace } from '../nix/trace.ts'
import type { Message } from '../report/report.ts'
import { type Checkout, trackedFiles } from '../revision/index.ts'
import { BuildFailure, EvaluationFailure } from './failures.ts'
import type { HeadBuild } from './head.ts'
import { createLocator, type Locator } from './locate.ts'

/** What compilers and Nix complained of, at places in the checkout. */

/** Where messages are looked for. */
export interface Place {
  readonly checkout: Checkout
  /** See `openSources`. */
  readonly locations: readonly string[]
  readonly fromFile: boolean
}

/**
 * The warnings of a HEAD that built. Errors in the log of a build that passed are not its own: what was tried on top of
 * the full build and then built plainly, or what a test prints.
 */
export async function messagesOfHead(head: readonly HeadBuild[], place: Place): Promise<readonly Message[]> {
  const logs = [...new Set(head.map(({ log }) => log))]
  const ours = new Set(head.map(({ built }) => built.derivation))
  const found = logs.flatMap((log) => {
    const failed = new Set(log.failures().map(({ derivation }) => derivation))
    return log
      .diagnostics()
      .filter(({ severity, derivation }) => severity === 'warning' && !failed.has(derivation))
      .map((diagnostic) => ({ diagnostic, log }))
  })
  return located(found, ours, place)
}

/** The errors and warnings of what failed. */
export async function messagesOfFailure(error: UserError, place: Place): Promise<readonly Message[]> {
  if (error instanceof EvaluationFailure) return messagesOfEvaluation(error, place)
  if (!(error instanceof BuildFailure)) return []
  const { log } = error
  const ours = new Set(log.failures().map(({ derivation }) => derivation))
  return located(
    log.diagnostics().map((diagnostic) => ({ diagnostic, log })),
    ours,
    place,
  )
}

async function messagesOfEvaluation(
  { stderr }: EvaluationFailure,
  place: Place,
): Promise<readonly Message[]> {
  const error = parseTrace(stderr)
  if (error === undefined) return []
  const locate = await locatorOf(place)
  for (const printed of error.places) {
    const file = locate(printed)
    const { line, column } = printed
    if (file !== undefined)
      return [{ severity: 'error', file, line, column, text: error.text, changed: false }]
  }
  return []
}

async function located(
  found: readonly { readonly diagnostic: BuildDiagnostic; readonly log: BuildLog }[],
  ours: ReadonlySet<string>,
  place: Place,
): Promise<readonly Message[]> {
  if (found.length === 0) return []
  const locate = await locatorOf(place)
  return found.flatMap(({ diagnostic: { derivation, quoted, ...rest }, log }) => {
    const printed = { file: rest.file, line: rest.line, ...(quoted === undefined ? {} : { quoted }) }
    const file = locate(printed, nameOf(derivation), ours.has(derivation))
    const changed = log
      .modules(derivation)
      .compiled.some((one) => one.file === rest.file && one.reason === 'Source file changed')
    return file === undefined ? [] : [{ ...rest, file, changed }]
  })
}

async function locatorOf({ checkout, locations, fromFile }: Place): Promise<Locator> {
  return createLocator({
    topLevel: checkout.topLevel,
    files: await trackedFiles(checkout),
    locations: fromFile ? locations.map((path) => path.split('/').slice(0, -1).join('/')) : locations,
  })
}
