/**
 * The last of the items for which `holds`, where it holds for all before that one and for none behind it; undefined if it
 * does not hold for the first. It is asked of few of them, one after the other: of two behind the first, where a hint names
 * the last one, and else of as many as the items can be halved.
 */
export async function lastThat<T>(
  items: readonly T[],
  holds: (item: T) => Promise<boolean>,
  isHint: (item: T) => boolean = () => false,
): Promise<T | undefined> {
  if (items[0] === undefined || !(await holds(items[0]))) return undefined
  const hints = items.flatMap((item, index) => (isHint(item) ? index : []))
  let [yes, no] = [0, items.length]
  while (no - yes > 1) {
    const hint = hints.findLast((index) => yes < index && index < no)
    const next = hint ?? (hints.includes(yes) ? yes + 1 : (yes + no) >> 1)
    if (await holds(items[next]!)) yes = next
    else no = next
  }
  return items[yes]
}
