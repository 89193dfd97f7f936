import { addLines, machinesFile } from './machines.ts'

/** How Nix learns of the machines, for this job only: a pure decision. `register.ts` carries it out. */

/** What Nix says of itself. */
export interface NixSituation {
  /** Whether this user's Nix writes the store itself, or asks a daemon that runs as root. */
  readonly store: 'own' | 'daemon'
  readonly trusted: boolean
  /** Values of settings. */
  readonly builders: string
  readonly buildHook: string
  /** What it builds itself. */
  readonly systems: readonly string[]
}

export interface ToRegister {
  readonly lines: readonly string[]
  /** Absolute path of a configuration of ssh; undefined if the lines need none. */
  readonly sshConfig: string | undefined
}

export type Registration =
  /** Settings and environment of the `nix` that builds; nothing on the machine changes. */
  | {
      readonly way: 'environment'
      readonly settings: readonly string[]
      readonly env: Readonly<Record<string, string>>
    }
  /** A file of machines and a configuration of ssh that the daemon reads. */
  | { readonly way: 'system'; readonly machinesFile: string }
  | { readonly way: 'impossible'; readonly why: string; readonly remedy: string }

/**
 * - Own store: ssh runs as this user and inherits its environment.
 * - Daemon that trusts this user: it takes settings from the client, and runs ssh as root out of the build hook, which is
 *   a setting too. That gives ssh its configuration without a change to the machine.
 * - Daemon that does not: it reads the file of machines for every build, unless a line `builders` in nix.conf hides it.
 */
export function decideRegistration(
  { store, trusted, builders, buildHook }: Omit<NixSituation, 'systems'>,
  { lines, sshConfig }: ToRegister,
  sshOptions: string | undefined,
): Registration {
  if (lines.length === 0) return { way: 'environment', settings: [], env: {} }
  const settings = [`builders = ${addLines(builders, lines)}`, 'builders-use-substitutes = true']
  if (store === 'own') {
    const env = sshConfig === undefined ? {} : { NIX_SSHOPTS: sshOptionsWith(sshOptions, sshConfig) }
    return { way: 'environment', settings, env }
  }
  if (trusted) {
    const hook =
      sshConfig === undefined ? [] : [`build-hook = /usr/bin/env NIX_SSHOPTS=-F${sshConfig} ${buildHook}`]
    return { way: 'environment', settings: [...settings, ...hook], env: {} }
  }
  const file = machinesFile(builders)
  if (file === undefined)
    return {
      way: 'impossible',
      why: "Nix's daemon does not trust this user, and the line `builders` in its nix.conf hides /etc/nix/machines",
      remedy: 'Add the user to `trusted-users` in nix.conf (and restart the daemon), or remove that line',
    }
  return { way: 'system', machinesFile: file }
}

/** The user's own options stay, except for another configuration, which ours then stands before. */
function sshOptionsWith(existing: string | undefined, sshConfig: string): string {
  return [existing, '-F', sshConfig].filter((part) => part !== undefined && part !== '').join(' ')
}

/** Reads what Nix prints of its store and of its settings. */
export function readSituation(storeInfo: string, settings: string, trusted: boolean): NixSituation {
  const info = JSON.parse(storeInfo) as { readonly url?: string }
  const values = JSON.parse(settings) as Readonly<Record<string, { readonly value?: unknown } | undefined>>
  const text = (name: string): string => {
    const value = values[name]?.value
    return Array.isArray(value) ? value.map(String).join(' ') : String(value ?? '')
  }
  return {
    store: /^(daemon|unix)/.test(info.url ?? '') ? 'daemon' : 'own',
    trusted,
    builders: text('builders'),
    buildHook: text('build-hook'),
    systems: [text('system'), ...text('extra-platforms').split(/\s+/)].filter((system) => system !== ''),
  }
}
