import { ProcessError } from '../lib/process.ts'
import { namesOf } from './decide.ts'
import { BuilderError } from './error.ts'
import { type BuilderFolder, filesOf } from './folder.ts'
import { lastLinesOf } from './nix-runner.ts'
import type { VmContext, VmOptions } from './options.ts'

/** Seconds. About 3 GiB are fetched. */
const packageLimitSeconds = 30 * 60

/** The program that starts the VM, and its arguments. */
export async function launcherOf(
  folder: BuilderFolder,
  { command, plan, diskGiB }: VmOptions,
  { nix, packageFile, runScript, print }: VmContext,
): Promise<readonly [string, ...string[]]> {
  if (command !== undefined) return ['bash', '-euo', 'pipefail', '-c', command]
  if (plan.package === undefined)
    throw new BuilderError(
      `nixpkgs has no builder of ${namesOf(plan.systems)} for this kind of machine`,
      'Name a machine by the input `builders`, or a program that starts one by `linux-builder-command`',
    )
  const [flake = '', attribute = ''] = plan.package.split('#')
  const result = filesOf(folder).package
  const strings = { flake, attribute, system: plan.system }
  const args = Object.entries(strings).flatMap(([name, value]) => ['--argstr', name, value])
  print(`The Linux builder is fetched: ${plan.package}.`)
  try {
    await nix.run(
      ['build', '--out-link', result, '--file', packageFile, ...args, '--arg', 'diskGiB', String(diskGiB)],
      { timeoutSeconds: packageLimitSeconds },
    )
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === 'cancelled') throw error
    throw new BuilderError(
      `its package ${plan.package} cannot be had: ${lastLinesOf(error)}`,
      'See whether `nix build` can fetch it, or choose another one by `linux-builder-package`',
    )
  }
  return ['bash', runScript, result]
}
