export interface Manifest {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
}

export function inputsTable(manifest: Manifest): string
export function outputsTable(manifest: Manifest): string
export function referenceSource(manifests: readonly Pick<Manifest, 'inputs'>[]): string
export function formatted(path: string, text: string, root: string): string
export interface Documented {
  readonly name: string
  readonly verbs: readonly string[]
}
export function optionsTable<T extends Documented>(
  options: readonly T[],
  help: {
    readonly usageOf: (option: T) => string
    readonly meaningOf: (option: T) => string
    readonly verbs: readonly string[]
  },
): string
export function replaceSection(text: string, name: string, content: string): string
export function withReference(page: string, manifest: Manifest): string
