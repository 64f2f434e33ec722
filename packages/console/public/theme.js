// Runs before the first paint, so that a dark console never flashes white.
(() => {
  var chosen = null;
  try {
    chosen = localStorage.getItem('countersign.theme');
  } catch (_) {
    // Storage is closed to us: follow the system.
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
