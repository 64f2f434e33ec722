export { aiFlags } from './ai.ts';
export { checkBrand } from './brand/index.ts';
export { readingEase } from './brand/reading.ts';
export { type CheckInput, check } from './check.ts';
export { checkFacts } from './facts/index.ts';
export { englishMessages, fillMessage, type MessageCode } from './messages.ts';
export { checkPersonalData } from './personal/index.ts';
export { applyReplacement, type Change, shiftFlags } from './shift.ts';
