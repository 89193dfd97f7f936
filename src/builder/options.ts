import type { VmPlan } from './decide.ts'
import type { Job } from './folder.ts'
import type { NixRunner } from './nix-runner.ts'
import type { ProcessId } from './process-id.ts'

export interface VmOptions {
  readonly plan: VmPlan
  /** A line for bash that starts it; undefined for the package of the plan. */
  readonly command: string | undefined
  readonly cores: number
  readonly memoryMiB: number
  readonly diskGiB: number
  readonly jobs: number
  readonly features: readonly string[]
  /** Seconds; undefined for that of the plan. */
  readonly limitSeconds: number | undefined
}

/** What the VM needs of the rest of the action. */
export interface VmContext {
  readonly nix: NixRunner
  /** Of nix/linux-builder.nix and nix/run-linux-builder.sh. */
  readonly packageFile: string
  readonly runScript: string
  /** This use of the action. */
  readonly use: string
  readonly job: Job
  readonly owner: ProcessId | undefined
  /** What the launch command may see of ours. */
  readonly environment: NodeJS.ProcessEnv
  readonly print: (line: string) => void
}
