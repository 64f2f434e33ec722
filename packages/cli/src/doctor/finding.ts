export interface Finding {
  name: string;
  verdict: 'ok' | 'warn' | 'fail';
  /** What was found. */
  detail: string;
  /** What to do about it. */
  advice?: string;
}

export const ok = (name: string, detail: string): Finding => ({ name, verdict: 'ok', detail });
export const warn = (name: string, detail: string, advice: string): Finding => ({ name, verdict: 'warn', detail, advice });
export const fail = (name: string, detail: string, advice: string): Finding => ({ name, verdict: 'fail', detail, advice });
