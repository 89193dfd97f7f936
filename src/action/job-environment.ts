import * as core from '@actions/core'
import type { Registered } from '../builder/index.ts'
import { loadExported, saveExported } from './state.ts'

/** Settings of Nix for the steps that follow, which start `nix` themselves. */

/** Adds to NIX_CONFIG and sets variables for all later steps. */
export function exportSettings({ settings, env }: Registered): void {
  if (settings.length === 0) return
  saveExported({
    settings,
    variables: Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name] ?? ''])),
  })
  core.exportVariable('NIX_CONFIG', [process.env.NIX_CONFIG, ...settings].filter(Boolean).join('\n'))
  for (const [name, value] of Object.entries(env)) core.exportVariable(name, value)
}

/** Takes that back; what other steps have added meanwhile stays. */
export function restoreSettings(): void {
  const exported = loadExported()
  if (exported === undefined) return
  core.exportVariable('NIX_CONFIG', withoutLines(process.env.NIX_CONFIG ?? '', exported.settings))
  for (const [name, value] of Object.entries(exported.variables)) core.exportVariable(name, value)
}

/** `text` without the last of each of these lines. */
export function withoutLines(text: string, lines: readonly string[]): string {
  const left = text.split('\n')
  for (const line of lines) {
    const index = left.lastIndexOf(line)
    if (index >= 0) left.splice(index, 1)
  }
  return left.join('\n')
}
