// Runs before the first paint, so that a dark console never flashes white.
(() => {
  var chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem('countersign.look') || '{}') || {};
    chosen.theme = localStorage.getItem('countersign.theme');
  } catch (_) {
    // Storage is closed to us: follow the system.
  }
  var root = document.documentElement;
  var dark = chosen.theme === 'dark' || (chosen.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  var more = chosen.contrast === 'more' || (chosen.contrast !== 'normal' && matchMedia('(prefers-contrast: more)').matches);
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  if (more) root.setAttribute('data-contrast', 'more');
  if (chosen.motion === 'less') root.setAttribute('data-motion', 'less');
})();
