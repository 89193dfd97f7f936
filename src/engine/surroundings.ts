import type { Job, ProcessId } from '../builder/index.ts'
import type { Occasion } from '../cache/index.ts'
import type { RemoteAccess } from '../revision/index.ts'
import type { JobEvent } from './event.ts'
import type { Settings } from './settings.ts'

/** The job that a run belongs to, read once by the front. Undefined is what there is none of, as on a terminal. */
export interface Surroundings {
  /** The only server that the user's token is for, for example https://github.com. */
  readonly serverUrl: string
  /** Of its REST API. */
  readonly apiUrl: string
  /** `owner/name` */
  readonly repository: string | undefined
  /** The commit that the job is for. */
  readonly sha: string | undefined
  readonly event: JobEvent
  readonly occasion: Occasion
  /** Its runs share Linux builders. */
  readonly job: Job
  /** The process of the job, after whose end nothing of it may be left. */
  readonly owner: ProcessId | undefined
  /** Whether the machine is thrown away after the job. */
  readonly hosted: boolean
  /** For programs of the user's: without what is confided to the front alone. */
  readonly environment: NodeJS.ProcessEnv
}

/** How to reach the remote of the checkout. */
export function accessOf(
  { token, fetchTimeout }: Pick<Settings, 'token' | 'fetchTimeout'>,
  { serverUrl, event }: Pick<Surroundings, 'serverUrl' | 'event'>,
): RemoteAccess {
  return {
    serverUrl,
    timeoutSeconds: fetchTimeout,
    ...(token === undefined ? {} : { token }),
    ...(event.ref === undefined ? {} : { ref: event.ref }),
  }
}
