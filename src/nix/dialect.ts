import type { PathInfo } from '../cache/types.ts'

/**
 * What kinds and versions of Nix differ in, as far as this project meets it: CppNix, Determinate Nix, which is one with
 * patches, and Lix, which left it at 2.18. Nothing else knows of versions.
 */

/** How a Nix is to be called. */
export interface Dialect {
  /** Without the name; of Determinate Nix that of the Nix in it. */
  readonly version: string
  /** Commands that print JSON. */
  readonly pathInfo: readonly string[]
  readonly storeInfo: readonly string[]
  readonly showConfig: readonly string[]
  /** Whether the store trusts this user, in what `storeInfo` printed; undefined if it does not tell. */
  trusted(storeInfo: string): boolean | undefined
}

/** The dialect of the Nix that printed this as its version; undefined if that names no version. */
export function dialectOf(printed: string): Dialect | undefined {
  // `nix (Nix) 2.34.8`, `nix (Lix, like Nix) 2.93.3`, `nix (Determinate Nix 3.8.5) 2.30.2`
  const match = /(?:\((.*)\)\s+)?(\d+\.\d+[\w.+-]*)\s*$/.exec(printed.trim())
  if (match === null) return undefined
  const [, name = '', version = ''] = match
  const isLix = /\bLix\b/.test(name)
  const since = (least: string) => !isLix && isAtLeast(version, least)
  return {
    version,
    // Without the format it warns since 2.33, and is to be an error.
    pathInfo: ['path-info', '--json', ...(since('2.33') ? ['--json-format', '1'] : [])],
    // Each new name came with the old one as an alias, which is gone since for the store.
    storeInfo: ['store', since('2.19') ? 'info' : 'ping', '--json'],
    showConfig: since('2.20') ? ['config', 'show', '--json'] : ['show-config', '--json'],
    trusted: parseTrusted,
  }
}

/** Whether a version is another or a later one. Both are two numbers with anything behind them. */
export function isAtLeast(version: string, least: string): boolean {
  const numbers = (text: string) => text.split('.', 2).map((part) => Number.parseInt(part, 10))
  const [[major = 0, minor = 0], [leastMajor = 0, leastMinor = 0]] = [numbers(version), numbers(least)]
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}

/** What Nix prints of one path; null (and `valid: false` before Nix 2.19 and in Lix) if it is not there. */
interface RawInfo {
  readonly path?: string
  readonly valid?: boolean
  readonly narHash?: string
  readonly narSize?: number
  readonly references?: readonly string[]
  readonly signatures?: readonly string[]
  readonly ultimate?: boolean
}

/**
 * Reads what `pathInfo` prints: an array up to Nix 2.18 and in Lix, an object with the paths as names since 2.19. Paths that
 * the store lacks are left out.
 */
export function parsePathInfo(json: string): readonly PathInfo[] {
  const parsed = JSON.parse(json) as readonly RawInfo[] | Readonly<Record<string, RawInfo | null>>
  const raw: readonly (readonly [string, RawInfo | null])[] = Array.isArray(parsed)
    ? (parsed as readonly RawInfo[]).map((info) => [info.path ?? '', info] as const)
    : Object.entries(parsed as Readonly<Record<string, RawInfo | null>>)
  return raw.flatMap(([path, info]) =>
    info === null || info.valid === false || info.narHash === undefined
      ? []
      : [
          {
            path,
            narHash: info.narHash,
            narSize: info.narSize ?? 0,
            references: info.references ?? [],
            signatures: info.signatures ?? [],
            ultimate: info.ultimate ?? false,
          },
        ],
  )
}

/** A number up to Nix 2.26, a Boolean since. */
function parseTrusted(storeInfo: string): boolean | undefined {
  const { trusted } = JSON.parse(storeInfo) as { readonly trusted?: unknown }
  return trusted === undefined || trusted === null ? undefined : Boolean(trusted)
}

/** Systems of the derivations that `nix derivation show` printed; since Nix 2.33 they are in a field. */
export function systemsOf(shown: string): ReadonlySet<string> {
  const parsed = JSON.parse(shown) as Record<string, unknown>
  const derivations = (
    typeof parsed.derivations === 'object' && parsed.derivations !== null ? parsed.derivations : parsed
  ) as Readonly<Record<string, { readonly system?: string } | null>>
  return new Set(Object.values(derivations).flatMap((derivation) => derivation?.system ?? []))
}

/** The derivation of which this error says that its build failed; undefined if it is about something else. */
export function failedDerivation(error: string): string | undefined {
  // Nix up to 2.28 and Lix, and later. Of what was not even begun, only the later ones say it in these words.
  if (/Reason: .*\bdependenc(?:y|ies) failed/.test(error)) return undefined
  return /^(?:error:\s*)?(?:builder for|Cannot build) '([^'\n]+\.drv)'/.exec(error)?.[1]
}

/** The system that Nix says it lacks, in the words of Nix up to 2.29 and Lix, and later. */
export function requiredSystem(text: string): string | undefined {
  const plain = text.replace(/\x1b\[[0-9;]*m/g, '')
  const match = /a '([\w-]+)' with features|Required system: '([\w-]+)'/.exec(plain)
  return match?.[1] ?? match?.[2]
}
