import type { Found } from './contacts.ts';

/** Keys by the marks their makers give them. */
const marked = [
  /\bsk-(?:proj-|ant-|or-|live-)?[A-Za-z0-9_-]{20,200}/g,
  /\b(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{16,200}/g,
  /\bgh[pousr]_[A-Za-z0-9]{36,255}/g,
  /\bgithub_pat_[A-Za-z0-9_]{22,255}/g,
  /\bglpat-[A-Za-z0-9_-]{20,200}/g,
  /\bxox[abposr]-[A-Za-z0-9-]{10,200}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[A-Za-z0-9_-]{35}/g,
  /\bnpm_[A-Za-z0-9]{36}/g,
  /\bwhsec_[A-Za-z0-9+/=]{20,100}/g,
  /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}/g,
  /-----BEGIN (?:[A-Z]{2,10} ){0,3}PRIVATE KEY-----/g,
];
const named =
  /\b(?:password|passwd|pwd|api[_ -]?key|secret|access[_ -]?token|auth[_ -]?token)\b["']? {0,2}[:=] {0,2}["']?([^\s"',;]{8,200})/gi;

/** API keys, tokens, private keys, and passwords that are named as such. */
export const findSecrets = (text: string): Found[] => {
  const known = marked.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length })),
  );
  const told = [...text.matchAll(named)].flatMap((match) => {
    const value = match[1]!;
    const start = match.index + match[0].lastIndexOf(value);
    return /\d/.test(value) && /[A-Za-z]/.test(value) ? [{ start, end: start + value.length }] : [];
  });
  return [...known, ...told.filter((one) => !known.some((other) => one.start < other.end && other.start < one.end))];
};
