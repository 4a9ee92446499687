// Runs before the first paint, so that neither theme nor direction changes before the reader's eyes.
(() => {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem('berth-look') ?? '{}');
  } catch {
    // nothing is kept: the browser's own wishes hold
  }
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : dark ? 'dark' : 'light';
  if (typeof kept.locale === 'string') root.lang = kept.locale;
  if (kept.locale === 'fa') root.dir = 'rtl';
})();
