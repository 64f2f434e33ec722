import type { Lesson, LessonChange, LessonWithCases } from '@countersign/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';

const at = (id: string) => `/v1/lessons/${encodeURIComponent(id)}`;

export const ratifyLesson = (id: string) => request<Lesson>('POST', `${at(id)}/ratify`, { body: {} });
export const switchOffLesson = (id: string) => request<Lesson>('POST', `${at(id)}/switch-off`, { body: {} });
export const makeBrandRule = (id: string) => request<unknown>('POST', `${at(id)}/brand-rule`, { body: {} });
export const changeLesson = (id: string, body: LessonChange) => request<Lesson>('PUT', at(id), { body });

export const lessonsQuery = queryOptions({
  queryKey: ['lessons'],
  queryFn: () => request<{ lessons: Lesson[] }>('GET', '/v1/lessons').then((answer) => answer.lessons),
  refetchInterval: 15_000,
});

export const lessonQuery = (id: string) =>
  queryOptions({ queryKey: ['lessons', id], queryFn: () => request<LessonWithCases>('GET', at(id)) });

export const reloadLessons = () => queryClient.invalidateQueries({ queryKey: lessonsQuery.queryKey });
