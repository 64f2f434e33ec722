import type {
  AcceptInvitationInput,
  AssignInput,
  Checkpoint,
  CheckpointInput,
  CheckpointWithCounts,
  Claim,
  Claims,
  Comment,
  CommentInput,
  Draft,
  FlagDecision,
  Heartbeat,
  HoldInput,
  Invitation,
  Item,
  ItemFlags,
  ItemHistory,
  ItemPage,
  Json,
  Key,
  KeyInput,
  ListedCheckpoint,
  Me,
  Member,
  Mention,
  NewKey,
  Pace,
  ReviewInput,
  ReviewResult,
  Role,
  UndoResult,
} from '@countersign/contract';
import { request } from './client.ts';

const at = (id: string) => encodeURIComponent(id);

export interface ClaimsQuery {
  checkpoint?: string;
  limit?: number;
  item?: string;
  includeSkipped?: boolean;
}

export interface ItemsQuery {
  checkpoint?: string | undefined;
  state?: string | undefined;
  search?: string | undefined;
}

export const signIn = (email: string, password: string) =>
  request<unknown>('POST', '/v1/auth/sign-in/email', { body: { email, password }, anonymous: true });
export const signOut = () => request<unknown>('POST', '/v1/auth/sign-out', { body: {}, anonymous: true });
export const getMe = () => request<Me>('GET', '/v1/me', { anonymous: true });
export const acceptInvitation = (body: AcceptInvitationInput) => request<Me>('POST', '/v1/invitations/accept', { body, anonymous: true });
export const invite = (role: Role, name: string) => request<Invitation>('POST', '/v1/invitations', { body: { role, name } });
export const listPeople = () => request<{ people: Member[] }>('GET', '/v1/people');

export const listCheckpoints = () => request<{ checkpoints: ListedCheckpoint[] }>('GET', '/v1/checkpoints');

export const getCheckpoint = (name: string) => request<CheckpointWithCounts>('GET', `/v1/checkpoints/${at(name)}`);

export const getItem = (id: string) => request<Item>('GET', `/v1/items/${at(id)}`);
export const getHistory = (id: string) => request<ItemHistory>('GET', `/v1/items/${at(id)}/history`);
export const listItems = (query: ItemsQuery, cursor: string | null, limit: number, signal?: AbortSignal) => {
  const params = new URLSearchParams({ limit: String(limit), order: 'newest' });
  for (const [name, value] of Object.entries(query)) if (value) params.set(name, value);
  if (cursor) params.set('cursor', cursor);
  return request<ItemPage>('GET', `/v1/items?${params}`, signal ? { signal } : {});
};
export const exportAddress = (checkpoint: string, format: 'jsonl' | 'csv', state?: string) =>
  `/v1/checkpoints/${at(checkpoint)}/export?format=${format}${state ? `&state=${state}` : ''}`;

export const claim = (query: ClaimsQuery): Promise<Claim[]> =>
  request<Claims>('POST', '/v1/claims', { body: query }).then((answer) => answer.claims);
export const heartbeat = (itemIds: string[]) => request<Heartbeat>('POST', '/v1/claims/heartbeat', { body: { itemIds } });
export const giveBack = (itemIds: string[], skip: boolean) =>
  request<void>('POST', '/v1/claims/give-back', { body: { itemIds, skip }, keepalive: true });
export const giveBackOnLeave = (itemIds: string[]): void => {
  const body = new Blob([JSON.stringify({ itemIds, skip: false })], { type: 'application/json' });
  navigator.sendBeacon('/v1/claims/give-back', body);
};
export const review = (id: string, body: ReviewInput) => request<ReviewResult>('POST', `/v1/items/${at(id)}/reviews`, { body });
export const undo = (id: string) => request<UndoResult>('POST', `/v1/items/${at(id)}/undo`, { body: {} });
export const saveDraft = (id: string, output: Json) => request<Draft>('PUT', `/v1/items/${at(id)}/draft`, { body: { output } });

export const getFlags = (id: string) => request<ItemFlags>('GET', `/v1/items/${at(id)}/flags`);
export const decideFlags = (id: string, decisions: FlagDecision[]) =>
  request<unknown>('POST', `/v1/items/${at(id)}/flag-decisions`, { body: { decisions } });
export const addToDictionary = (checkpoint: string, words: string[]) =>
  request<unknown>('POST', `/v1/checkpoints/${at(checkpoint)}/dictionary`, { body: { words } });
export const putCheckpoint = (name: string, body: Partial<CheckpointInput>) =>
  request<Checkpoint>('PUT', `/v1/checkpoints/${at(name)}`, { body });

export const hold = (id: string, body: HoldInput) => request<unknown>('POST', `/v1/items/${at(id)}/hold`, { body });
export const assign = (id: string, body: AssignInput) => request<unknown>('POST', `/v1/items/${at(id)}/assign`, { body });
export const reopen = (id: string, comment: string) => request<unknown>('POST', `/v1/items/${at(id)}/reopen`, { body: { comment } });
export const listComments = (id: string) => request<{ comments: Comment[] }>('GET', `/v1/items/${at(id)}/comments`);
export const addComment = (id: string, body: CommentInput) => request<Comment>('POST', `/v1/items/${at(id)}/comments`, { body });
export const listMentions = () => request<{ mentions: Mention[] }>('GET', '/v1/mentions');
export const readMentions = (ids: string[]) => request<unknown>('POST', '/v1/mentions/read', { body: { ids } });
export const getPace = (checkpoint: string | undefined, timeZone: string) => {
  const params = new URLSearchParams({ timeZone, ...(checkpoint && { checkpoint }) });
  return request<Pace>('GET', `/v1/me/pace?${params}`);
};

export const listKeys = () => request<{ keys: Key[] }>('GET', '/v1/keys');
export const createKey = (body: KeyInput) => request<NewKey>('POST', '/v1/keys', { body });
export const revokeKey = (id: string) => request<void>('DELETE', `/v1/keys/${at(id)}`);
