export function faults(): string[]
export function scrolled(): string[]
