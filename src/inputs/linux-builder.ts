import { type AccelerationWish, linuxSystems, parseMachineLines } from '../builder/index.ts'
import type { LinuxBuilderMode, LinuxBuilderSettings } from '../engine/settings.ts'
import { parseDuration } from '../revision/index.ts'
import type { Reader } from './reading.ts'

export const builderModes: readonly LinuxBuilderMode[] = ['auto', 'always', 'never']
const accelerations: readonly AccelerationWish[] = ['auto', 'kvm', 'none']

/** Throws `UserError` for the first input that is wrong. */
export function readLinuxBuilder(
  { given, oneOf, optional, read }: Reader,
  mode: LinuxBuilderMode,
): LinuxBuilderSettings {
  const gibibytes = given('linux-builder-memory', (text) => sizeOf(text, 1))
  return {
    mode,
    system:
      optional('linux-builder-system') === undefined
        ? undefined
        : oneOf('linux-builder-system', linuxSystems),
    package: given('linux-builder-package', packageOf),
    command: optional('linux-builder-command'),
    cores: given('linux-builder-cores', positive),
    memoryMiB: gibibytes === undefined ? undefined : Math.round(gibibytes * 1024),
    diskGiB: Math.ceil(read('linux-builder-disk', (text) => sizeOf(text, 4))),
    jobs: given('linux-builder-jobs', positive),
    features: read('linux-builder-features', featuresOf),
    limitSeconds: given('linux-builder-timeout', (text) => parseDuration(text)),
    acceleration: oneOf('linux-builder-acceleration', accelerations),
    builders: read('builders', parseMachineLines),
  }
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`\`${text}\` is not a whole number above zero`)
  return Number(text)
}

/** GiB, written as a number with or without the unit. */
function sizeOf(text: string, least: number): number {
  const size = Number(/^(\d{1,5}(?:\.\d+)?)\s*(?:GiB|G)?$/i.exec(text)?.[1] ?? 0)
  if (size < least)
    throw new Error(
      `\`${text}\` is not a size in GiB of at least ${least}; write a number, as in \`${least * 4}\``,
    )
  return size
}

function packageOf(text: string): string {
  if (!/^[^\s#]+#[\w.-]+$/.test(text))
    throw new Error(
      `\`${text}\` is not a flake with an attribute; write it as in \`github:NixOS/nixpkgs/nixos-26.05#darwin.linux-builder\``,
    )
  return text
}

function featuresOf(text: string): string[] {
  const features = text.split(/[\s,]+/).filter((feature) => feature !== '')
  const bad = features.find((feature) => !/^[\w.:-]+$/.test(feature))
  if (bad !== undefined)
    throw new Error(
      `\`${bad}\` is not a feature; write names such as \`big-parallel\`, with commas between them`,
    )
  return features
}
