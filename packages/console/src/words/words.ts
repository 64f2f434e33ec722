import { en } from './en.ts';

/** Every word that the console says. Another language is another file of the same shape. */
export type Words = typeof en;
export const words: Words = en;
