import { type LinuxSystem, linuxSystems } from './decide.ts'

/** Which Linux systems a build needs that this machine does not have: what `linux-builder: auto` goes by. */

/** Those of `systems` that are for Linux and that nothing here builds. */
export function lackingSystems(
  systems: Iterable<string>,
  buildable: ReadonlySet<string>,
): readonly LinuxSystem[] {
  const wanted = new Set(systems)
  return linuxSystems.filter((system) => wanted.has(system) && !buildable.has(system))
}

/** Systems that an attribute path names, as `packages.aarch64-linux.image` does. */
export function namedSystems(attributePath: readonly string[]): readonly LinuxSystem[] {
  return linuxSystems.filter((system) => attributePath.includes(system))
}

/** Systems of the derivations that `nix derivation show` printed; newer versions of Nix put them into a field. */
export function systemsOf(shown: string): ReadonlySet<string> {
  const parsed = JSON.parse(shown) as Record<string, unknown>
  const derivations = (
    typeof parsed.derivations === 'object' && parsed.derivations !== null ? parsed.derivations : parsed
  ) as Readonly<Record<string, { readonly system?: string } | null>>
  return new Set(Object.values(derivations).flatMap((derivation) => derivation?.system ?? []))
}
