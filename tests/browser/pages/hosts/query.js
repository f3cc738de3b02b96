/* `?theme=dark&lang=en`: how the page and the widget look. Runs before the modules. */
{
  const asked = new URLSearchParams(location.search);
  document.documentElement.dataset.theme = asked.get("theme") ?? "light";
  document.addEventListener("readystatechange", () => {
    for (const { dataset } of document.querySelectorAll("script[src$='attach.js']")) dataset.lang ??= asked.get("lang") ?? "fa";
  }, { once: true });
}
