export interface Manifest {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
}

export function inputsTable(manifest: Manifest): string
export function outputsTable(manifest: Manifest): string
export function replaceSection(text: string, name: string, content: string): string
export function withReference(page: string, manifest: Manifest): string
export interface BenchResult {
  readonly name: string
  readonly text: string
}
export function newestResult(root: string): BenchResult
export function benchSection(result: BenchResult): string
