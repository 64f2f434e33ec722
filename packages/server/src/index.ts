export { type CheckPool, openCheckPool } from './checking/check-pool.ts';
export { type ModelHosts, readModelHosts, thisMachine } from './drafting/model-address.ts';
export { openRecordedDrafts, type RecordedDrafts } from './drafting/recorded-drafts.ts';
export { type FirstStart, firstStart, inviteOwner } from './first-start.ts';
export { createApp } from './http/app.ts';
export { describeApi } from './http/describe-api.ts';
export { type RunningWorker, startWorker } from './jobs/start-worker.ts';
export { type RunningServer, type ServerOptions, startServer } from './start-server.ts';
