/**
 * Calls `again()` whenever the words of a composer may lie elsewhere on the screen: it scrolled, was
 * resized, a font came, something moved. Until `signal` aborts.
 */
export function watchLayout(elements, again, signal) {
  const options = { signal, passive: true, capture: true };
  for (const name of ["scroll", "resize"]) window.addEventListener(name, again, options);
  for (const name of ["transitionend", "animationend"]) document.addEventListener(name, again, options);
  document.fonts.addEventListener("loadingdone", again, options);
  document.fonts.ready.then(again);
  const sizes = new ResizeObserver(again);
  for (const element of elements) sizes.observe(element);
  signal.addEventListener("abort", () => sizes.disconnect());
}
