import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runAction, type StepResult } from './action.ts'
import type { Scenario } from './scenario.ts'

/** Jobs on a project with one package, `sample`, below a directory of that name, whose program is `app`. */
export interface PackageJobs {
  /** Files of the package; null is none. */
  write(files: Readonly<Record<string, string | null>>): void
  run(revision: string, inputs?: Readonly<Record<string, string>>): Promise<StepResult>
  /** The same, with what HEAD's program prints, and what HEAD's build said after its hooks had put back the products. */
  build(
    revision: string,
    inputs?: Readonly<Record<string, string>>,
  ): Promise<{ readonly main: StepResult; readonly printed: string; readonly log: string }>
}

/** `putBack`: what the hooks say then. */
export function createPackageJobs(scenario: Scenario, putBack: string): PackageJobs {
  const buildDirectory = join(scenario.directory, 'build')
  mkdirSync(buildDirectory)
  // Without a sandbox, Nix numbers build directories after what else is there, and products may know where they were made.
  scenario.world.configure(`build-dir = ${buildDirectory}`)
  const run: PackageJobs['run'] = async (revision, more = {}) => {
    const inputs = {
      file: 'default.nix',
      installables: 'sample',
      cache: `file://${join(scenario.directory, 'cache')}`,
      ...more,
    }
    return (await runAction(scenario.step(scenario.checkout(revision), { inputs }))).main
  }
  return {
    write(files) {
      for (const [path, text] of Object.entries(files)) scenario.sample.write(`sample/${path}`, text ?? '')
    },
    run,
    async build(revision, inputs) {
      const main = await run(revision, inputs)
      const [out = ''] = JSON.parse(main.outputs['out-paths'] ?? '{}').sample as string[]
      return {
        main,
        printed: execFileSync(join(out, 'bin/app'), { encoding: 'utf8' }),
        // Of the last build: that of HEAD.
        log: main.log.slice(main.log.lastIndexOf(putBack)).replaceAll(/^.*sample-1\.0> /gm, ''),
      }
    },
  }
}
