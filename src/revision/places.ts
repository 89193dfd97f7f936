import type { Checkout } from './checkout.ts'
import type { RemoteAccess } from './credentials.ts'

/** Where commits are looked for, and what is fetched of them is kept. */
export interface Places {
  readonly checkout: Checkout
  /** How its remote is reached. */
  readonly access: RemoteAccess
  /** An existing directory for repositories of our own; one for each checkout. */
  readonly scratch: string
}
