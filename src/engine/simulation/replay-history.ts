import { dirname } from 'node:path'
import { info } from '../../lib/log.ts'
import { isoTime } from '../../report/outputs.ts'
import { type Simulation, simulationTable } from '../../report/simulation.ts'
import { type Progress, timed } from '../progress.ts'
import { isFailed, seek } from '../seek.ts'
import type { Settings } from '../settings.ts'
import type { Sources } from '../sources.ts'
import { candidatesOf } from './choices.ts'
import { simulate } from './simulate.ts'

/** For finding the commits of full builds; git has time limits of its own beside that. */
const limitSeconds = 300

/** The run that only reads git. Throws `UserError` for a wrong input, and for `strict` if it fails. */
export async function replayHistory(
  settings: Settings & { readonly simulate: number },
  opening: Promise<Sources>,
  progress: Progress,
): Promise<void> {
  const replayed = await seek(
    timed(progress, 'Replay history', async () => {
      const sources = await opening
      progress.sources = sources
      const found = await simulate(sources.history, {
        commits: settings.simulate,
        candidates: candidatesOf(settings),
        directories: directoriesOf(settings, sources),
        limitSeconds,
      })
      tell(found)
      return found
    }),
  )
  if (isFailed(replayed))
    return progress.ladder.complain(
      `History was not replayed: ${replayed.failed}. Give a smaller number to \`simulate\`, or check out with \`fetch-depth: 0\`.`,
    )
  progress.simulation = replayed
}

function directoriesOf({ file }: Settings, { locations }: Sources): readonly string[] {
  const directories = file === undefined ? locations : locations.map((path) => dirname(path))
  return [...new Set(directories)].map((directory) => (directory === '.' ? '' : directory))
}

function tell({ commits, from, to, intervals }: Simulation): void {
  info(`${commits} commits${commits === 0 ? '.' : `, from ${isoTime(from)} to ${isoTime(to)}:`}`)
  for (const line of simulationTable(intervals).split('\n')) info(line)
}
