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
