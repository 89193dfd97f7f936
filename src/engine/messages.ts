import type { UserError } from '../lib/errors.ts'
import { nameOf } from '../lib/store-path.ts'
import type { BuildDiagnostic, BuildLog } from '../nix/log.ts'
import { parseTrace } from '../nix/trace.ts'
import type { Message } from '../report/report.ts'
import { BuildFailure, EvaluationFailure } from './failures.ts'
import type { HeadBuild } from './head-build.ts'
import type { HeadGraph } from './head-graph.ts'
import { locatorOf, type Where } from './locate.ts'

/** What compilers and Nix complained of, at places in the checkout. */

/**
 * The warnings of a HEAD that built. Errors in the log of a build that passed are not its own: what a test prints, for
 * example.
 */
export async function messagesOfHead(
  { log, derivationOf }: HeadBuild,
  { graph, installables }: HeadGraph,
  where: Where,
): Promise<readonly Message[]> {
  const asked = installables.flatMap(({ wanted }) => wanted.flatMap(({ derivation }) => derivation ?? []))
  const ours = new Set([...graph.keys(), ...asked].map(derivationOf))
  const failed = new Set(log.failures().map(({ derivation }) => derivation))
  const found = log
    .diagnostics()
    .filter(({ severity, derivation }) => severity === 'warning' && !failed.has(derivation))
    .map((diagnostic) => ({ diagnostic, log }))
  return located(found, ours, where)
}

/** The errors and warnings of what failed. */
export async function messagesOfFailure(error: UserError, where: Where): Promise<readonly Message[]> {
  if (error instanceof EvaluationFailure) return messagesOfEvaluation(error, where)
  if (!(error instanceof BuildFailure)) return []
  const { log } = error
  const ours = new Set(log.failures().map(({ derivation }) => derivation))
  return located(
    log.diagnostics().map((diagnostic) => ({ diagnostic, log })),
    ours,
    where,
  )
}

async function messagesOfEvaluation(
  { stderr }: EvaluationFailure,
  where: Where,
): Promise<readonly Message[]> {
  const error = parseTrace(stderr)
  if (error === undefined) return []
  const locate = await locatorOf(where)
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
  where: Where,
): Promise<readonly Message[]> {
  if (found.length === 0) return []
  const locate = await locatorOf(where)
  return found.flatMap(({ diagnostic: { derivation, quoted, ...rest }, log }) => {
    const printed = { file: rest.file, line: rest.line, ...(quoted === undefined ? {} : { quoted }) }
    const file = locate(printed, nameOf(derivation), ours.has(derivation))
    const changed = log
      .modules(derivation)
      .compiled.some((one) => one.file === rest.file && one.reason === 'Source file changed')
    return file === undefined ? [] : [{ ...rest, file, changed }]
  })
}
