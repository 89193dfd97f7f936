/** Functions that run in the page itself, each complete in itself. */

/** What cannot be read. */
export function faults() {
  const found = []

  const colour = (text) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
    return [red, green, blue, alpha]
  }
  const over = ([r, g, b, a], [red, green, blue]) => [
    r * a + red * (1 - a),
    g * a + green * (1 - a),
    b * a + blue * (1 - a),
    1,
  ]
  const background = (element) =>
    element === null
      ? [255, 255, 255, 1]
      : over(colour(getComputedStyle(element).backgroundColor), background(element.parentElement))
  // https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
  const luminance = (rgb) => {
    const [r, g, b] = rgb
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
    return (light + 0.05) / (dark + 0.05)
  }

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement
    const text = node.textContent.trim()
    if (text === '' || !element.checkVisibility()) continue
    const style = getComputedStyle(element)
    const behind = background(element)
    const ratio = contrast(over(colour(style.color), behind), behind)
    // The least that WCAG's level AA asks for.
    if (ratio < 4.5) found.push(`contrast ${ratio.toFixed(1)} of ${JSON.stringify(text.slice(0, 40))}`)
    if (Number.parseFloat(style.fontSize) < 11) found.push(`small text ${JSON.stringify(text.slice(0, 40))}`)
  }

  if (document.documentElement.scrollWidth > window.innerWidth)
    found.push(`the page is ${document.documentElement.scrollWidth} pixels wide in ${window.innerWidth}`)
  for (const element of document.querySelectorAll('table, pre')) {
    const { right } = element.getBoundingClientRect()
    if (right > window.innerWidth) found.push(`a ${element.tagName} ends at ${right}`)
  }
  return found
}

/** What is to be scrolled, since it is wider than the page. */
export function scrolled() {
  return [...document.querySelectorAll('table, pre')]
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .map((element) => `${element.tagName}: ${element.textContent.trim().slice(0, 40)}`)
}
