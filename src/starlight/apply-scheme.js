try {
  const scheme = localStorage.getItem('crossover-scheme');
  if (scheme === 'light' || scheme === 'dark') document.documentElement.dataset.scheme = scheme;
} catch {
  // Storage is refused: the system decides.
}
