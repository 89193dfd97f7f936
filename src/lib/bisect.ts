/**
 * The last of the items for which `holds`, where it holds for all before that one and for none behind it; undefined if it
 * does not hold for the first. It is asked of as few as that takes, one after the other.
 */
export async function lastThat<T>(
  items: readonly T[],
  holds: (item: T) => Promise<boolean>,
): Promise<T | undefined> {
  if (items[0] === undefined || !(await holds(items[0]))) return undefined
  let [yes, no] = [0, items.length]
  while (no - yes > 1) {
    const middle = (yes + no) >> 1
    if (await holds(items[middle]!)) yes = middle
    else no = middle
  }
  return items[yes]
}
