export * from './app.ts';
export * from './breakable-proxy.ts';
export * from './events.ts';
export * from './model-server.ts';
export * from './operations.ts';
export * from './shop-batch.ts';
export * from './team.ts';
