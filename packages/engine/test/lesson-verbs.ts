import type { Action } from '../src/access/can.ts';
import type { Context } from '../src/context.ts';
import { changeLesson } from '../src/lessons/change.ts';
import { getLesson } from '../src/lessons/get.ts';
import { listLessons } from '../src/lessons/list.ts';
import { makeBrandRule } from '../src/lessons/make-brand-rule.ts';
import { ratifyLesson } from '../src/lessons/ratify.ts';
import { switchOffLesson } from '../src/lessons/switch-off.ts';

const id = 'lesson_none';

/** What leads and owners do with lessons. */
export const lessonVerbs: { name: string; action: Action; run: (ctx: Context) => Promise<unknown> }[] = [
  { name: 'listLessons', action: 'lesson.read', run: (ctx) => listLessons({ ctx }) },
  { name: 'getLesson', action: 'lesson.read', run: (ctx) => getLesson({ ctx, id }) },
  { name: 'ratifyLesson', action: 'lesson.write', run: (ctx) => ratifyLesson({ ctx, id }) },
  { name: 'changeLesson', action: 'lesson.write', run: (ctx) => changeLesson({ ctx, id, input: { scope: { locale: 'de' } } }) },
  { name: 'switchOffLesson', action: 'lesson.write', run: (ctx) => switchOffLesson({ ctx, id }) },
  { name: 'makeBrandRule', action: 'checkpoint.write', run: (ctx) => makeBrandRule({ ctx, id }) },
];
