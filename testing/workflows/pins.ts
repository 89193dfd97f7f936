/** Whether workflows name the very code of others that they run. */

const own = /^(\.|\$|incremental-nix\/incremental-nix)([/@]|$)/

/**
 * What is used by a name that somebody else can give to other code. `official`: how GitHub's own actions are named, which
 * users of the examples may follow by their major version, as GitHub does itself.
 */
export function unpinned(text: string, official: 'by commit' | 'by major version'): readonly string[] {
  return [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)]
    .map(([, uses = '']) => uses)
    .filter((uses) => {
      if (own.test(uses)) return false
      if (official === 'by major version' && /^actions\//.test(uses)) return !/@v\d+$/.test(uses)
      return !/@[0-9a-f]{40} # v\d+(\.\d+)*$/.test(uses)
    })
}

/** What is used of others, by commit: `name@commit # version`. */
export function pins(text: string): readonly string[] {
  return [...text.matchAll(/uses: (\S+@[0-9a-f]{40} # \S+)$/gm)].map(([, pin = '']) => pin)
}
