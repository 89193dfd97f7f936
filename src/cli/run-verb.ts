import type { EntryRequest } from '../cache/index.ts'
import { openInputCaches, pushFullBuilds } from '../engine/full-builds.ts'
import { run } from '../engine/run.ts'
import type { Settings } from '../engine/settings.ts'
import type { Surroundings } from '../engine/surroundings.ts'
import { group, warn } from '../lib/log.ts'
import { openNix } from '../nix/nix.ts'
import { failureText } from '../report/failure.ts'
import { jsonOf } from '../report/json.ts'
import type { Report } from '../report/report.ts'
import { closingLines } from './closing.ts'
import type { Output } from './settings.ts'
import { terminalSurroundings } from './surroundings.ts'
import { inOptions, printable } from './text.ts'
import type { View } from './view.ts'

export interface RunRequest {
  readonly settings: Settings
  readonly output: Output
  readonly view: View
  /** Private directory of this run. */
  readonly scratch: string
  readonly environment: NodeJS.ProcessEnv
}

/** Runs, reports, and pushes full builds if that is wanted. Returns whether it succeeded. */
export async function runVerb(request: RunRequest): Promise<boolean> {
  const { settings, scratch, environment } = request
  const surroundings = terminalSurroundings(environment)
  let pending: EntryRequest | undefined
  const report = await run(settings, {
    scratch,
    now: Math.floor(Date.now() / 1000),
    surroundings,
    handOver: {
      push: async (request) => {
        pending = request
      },
      // No VM is started here.
      takeDown: () => {},
    },
  })
  if (pending !== undefined && settings.cacheWrite !== 'never') await pushAll(pending, request, surroundings)
  tell(report, request)
  return report.failure === undefined
}

async function pushAll(
  pending: EntryRequest,
  { settings, scratch }: RunRequest,
  surroundings: Surroundings,
): Promise<void> {
  const nix = await openNix(settings.nixOptions, settings.workspace)
  const caches = openInputCaches(settings, nix, { scratch, surroundings })
  await group('Push full builds', () => pushFullBuilds(pending, caches, warn))
}

function tell(report: Report, { output, view }: RunRequest): void {
  view.end()
  for (const line of closingLines(report)) view.say(line)
  if (report.failure !== undefined)
    for (const [index, line] of failureText(report.failure).split('\n').entries())
      if (index === 0) view.fail(inOptions(printable(line)))
      else view.say(printable(line))
  if (output.json) process.stdout.write(`${JSON.stringify(jsonOf(report))}\n`)
  else if (output.printOutPaths) for (const path of outPathsOf(report)) process.stdout.write(`${path}\n`)
}

/** In the order in which they were asked for. */
function outPathsOf({ installables }: Report): readonly string[] {
  return [...new Set(installables.flatMap(({ outPaths }) => outPaths))]
}
