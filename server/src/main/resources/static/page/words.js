export const OUTCOMES = {
  EXACT: 'From memory',
  SIMILAR: 'From memory, similar',
  REFINED: 'Refined from memory',
  GENERATED: 'New',
};

export const count = (number) => number.toLocaleString('en');
export const similarity = (cosine) => cosine.toFixed(2);
export const quoted = (text) => `“${text}”`;

/** A duration a person reads at a glance: two units at most, the smaller one dropped when it is nothing. */
export function duration(milliseconds) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (seconds < 600) return pair(Math.round(seconds), 60, 'min', 's');
  if (minutes < 60) return `${minutes} min`;
  return minutes < 1440 ? pair(minutes, 60, 'h', 'min') : pair(Math.round(minutes / 60), 24, 'd', 'h');
}

function pair(total, size, large, small) {
  const rest = total % size;
  return `${Math.floor(total / size)} ${large}${rest ? ` ${rest} ${small}` : ''}`;
}

export function ago(instant) {
  const seconds = (Date.now() - new Date(instant)) / 1000;
  if (!(seconds >= 45)) return 'just now';
  const [size, unit] = [[86400, 'day'], [3600, 'hour'], [60, 'minute']].find(([each]) => seconds >= each) ?? [60, 'minute'];
  const units = Math.max(1, Math.floor(seconds / size));
  return `${units} ${unit}${units === 1 ? '' : 's'} ago`;
}
