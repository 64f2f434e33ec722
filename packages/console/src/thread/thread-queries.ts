import { queryOptions } from '@tanstack/react-query';
import { listComments, listMentions } from '../api/calls.ts';

export const commentsQuery = (itemId: string) =>
  queryOptions({ queryKey: ['comments', itemId], queryFn: () => listComments(itemId).then((answer) => answer.comments) });

export const mentionsQuery = queryOptions({
  queryKey: ['mentions'],
  queryFn: () => listMentions().then((answer) => answer.mentions),
  refetchInterval: 60_000,
  staleTime: 20_000,
});
