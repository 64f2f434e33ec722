import { Checkpoint, CheckpointName, Lesson, LessonChange, LessonWithCases } from '@countersign/contract';
import { changeLesson, getLesson, listLessons, makeBrandRule, ratifyLesson, switchOffLesson } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { App, Parts } from '../app-types.ts';
import { readJson, route } from '../route.ts';

const params = z.object({ id: z.string() });
const List = z.object({ checkpoint: CheckpointName.optional() });

export function lessonRoutes(app: OpenAPIHono<App>, { hints }: Parts): void {
  route(
    app,
    {
      method: 'get',
      path: '/v1/lessons',
      tag: 'Lessons',
      summary: 'What corrections taught, with the evidence',
      query: List,
      answers: { 200: { description: 'Those that wait for a person first', schema: z.object({ lessons: z.array(Lesson) }) } },
    },
    async (c) => c.json({ lessons: await listLessons({ ctx: c.get('actor'), checkpoint: List.parse(c.req.query()).checkpoint }) }),
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/lessons/export',
      tag: 'Lessons',
      summary: 'All lessons as JSON Lines',
      query: List,
      answers: { 200: { description: 'One lesson a line', type: 'application/x-ndjson', schema: z.string() } },
    },
    async (c) => {
      const lessons = await listLessons({ ctx: c.get('actor'), checkpoint: List.parse(c.req.query()).checkpoint });
      return c.body(lessons.map((lesson) => `${JSON.stringify(lesson)}\n`).join(''), 200, {
        'content-type': 'application/x-ndjson',
        'content-disposition': 'attachment; filename="lessons.jsonl"',
      });
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/lessons/{id}',
      tag: 'Lessons',
      summary: 'One lesson with the items that speak for it and against it',
      params,
      answers: { 200: { description: 'The lesson', schema: LessonWithCases } },
    },
    async (c) => c.json(await getLesson({ ctx: c.get('actor'), id: c.req.param('id') as string })),
  );

  route(
    app,
    {
      method: 'put',
      path: '/v1/lessons/{id}',
      tag: 'Lessons',
      summary: 'Change what a lesson says, or to which items it speaks; what is left out stays',
      params,
      body: LessonChange,
      answers: { 200: { description: 'The lesson as it is now', schema: Lesson } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const lesson = await changeLesson({ ctx, id: c.req.param('id') as string, input: await readJson(c) });
      hints.send({ workspaces: [ctx.workspaceId] });
      return c.json(lesson);
    },
  );

  const acts = [
    ['ratify', 'Agree that a lesson is shown as a flag from now on', ratifyLesson],
    ['switch-off', 'End a lesson until somebody ratifies it again', switchOffLesson],
  ] as const;
  for (const [name, summary, act] of acts)
    route(
      app,
      {
        method: 'post',
        path: `/v1/lessons/{id}/${name}`,
        tag: 'Lessons',
        summary,
        params,
        answers: { 200: { description: 'The lesson as it is now', schema: Lesson } },
      },
      async (c) => {
        const ctx = c.get('actor');
        const lesson = await act({ ctx, id: c.req.param('id') as string });
        hints.send({ workspaces: [ctx.workspaceId] });
        return c.json(lesson);
      },
    );

  route(
    app,
    {
      method: 'post',
      path: '/v1/lessons/{id}/brand-rule',
      tag: 'Lessons',
      summary: 'Make a brand rule of a lesson',
      description:
        'Its words are not to be used from now on, whatever the evidence; the lesson is switched off, because the rule says the same.',
      params,
      answers: { 200: { description: 'The checkpoint as it is now', schema: Checkpoint } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const checkpoint = await makeBrandRule({ ctx, id: c.req.param('id') as string });
      hints.send({ workspaces: [ctx.workspaceId] });
      return c.json(checkpoint);
    },
  );
}
