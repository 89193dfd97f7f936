export const place: string
export function ghcVersion(root?: string): string
export function compileCases(root?: string, names?: readonly string[]): Record<string, string[]>
export function evaluateCases(root?: string, names?: readonly string[]): Record<string, string[]>
