/**
 * What inputs mean that are given empty, as by `interval: ${{ inputs.interval }}` in a workflow that was not given one. The
 * runner takes the defaults of action.yml only for inputs that are not there; these are the same, which a test holds. That
 * of `github-token` is not among them: nothing but an expression knows the token.
 */
export const defaults: Readonly<Partial<Record<string, string>>> = {
  path: '.',
  interval: '1 day',
  offset: '0',
  start: 'checkout',
  history: 'first-parent',
  simulate: 'false',
  'fallback-intervals': '0',
  cache: 'github',
  'cache-write': 'auto',
  'cache-timeout': '10 minutes',
  'fetch-timeout': '10 minutes',
  strict: 'false',
  'confirm-failures': 'auto',
  summary: 'true',
  annotations: 'all',
  comment: 'false',
  'linux-builder': 'auto',
  'linux-builder-disk': '20',
  'linux-builder-features': 'big-parallel,benchmark',
  'linux-builder-acceleration': 'auto',
}
