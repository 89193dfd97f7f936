import type { LinuxBuilderSettings } from '../../engine/settings.ts'
import { readLinuxBuilder, settingsOf } from '../../inputs/index.ts'
import { reader, workspaceOf } from './reader.ts'

/** All that `linux-builder/action.yml` can be told, where the VM is what is asked for. Throws as `loadInputs` does. */
export function loadBuilderInputs(environment: NodeJS.ProcessEnv = process.env): {
  readonly workspace: string
  readonly nixOptions: readonly string[]
  readonly linuxBuilder: LinuxBuilderSettings
} {
  return {
    workspace: workspaceOf(environment),
    nixOptions: reader.read('nix-options', settingsOf),
    linuxBuilder: readLinuxBuilder(reader, 'always'),
  }
}
