import type { EntryRequest } from '../cache/index.ts'

/** What a run leaves to the end of its job. The front sees to it that it is still known then. */
export interface HandOver {
  /** Full builds that are to be pushed, when nothing waits for it any more. Called again, the last one counts. */
  push(pending: EntryRequest): Promise<void>
  /** VMs that are to be taken down. Called again, the last one counts. */
  takeDown(builders: BuilderUse): void
}

/** One use of the Linux builder, among those that share a VM. */
export interface BuilderUse {
  readonly use: string
  readonly folders: readonly string[]
}
